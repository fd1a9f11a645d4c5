package org.mptcpscope.rules.rfc8684.dss;

import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.ConnectionEnded;
import org.mptcpscope.core.event.MptcpEvent.DataAckStarted;
import org.mptcpscope.core.model.DataStream;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.mptcp.Dss;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * The first Data ACK of a host acknowledges less than the initial number of its peer.
 *
 * <p>The peer's data begins where its key says, and the SYN takes the initial number (RFC 8684 and
 * RFC 6824, section 3.1): a host that acknowledges anything acknowledges that one, so that its
 * first Data ACK is the initial number plus one, or more. Found: one that lies a little in front of
 * that. A note: it is the initial number itself, and the peer had sent no data yet.
 *
 * <p>Judged when the connection is over, as the hash that the initial number is made with is that
 * of the version. Not judged: a Data ACK far from the initial number, whose host counts from
 * another key; and one of a peer whose own data does not begin where its key says.
 */
public final class FirstDataackTooLow implements Rule {
  /** A Data ACK that is farther off is no neighbour of the initial number. */
  private static final long FAR = 1L << 24;

  private static final String ID = "DSS-INITIAL-DATAACK-RANGE";

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "first-dataack-too-low",
              ID,
              "the first Data ACK is lower than the data of the peer can begin",
              Subject.DATA_ACK)
          .hears(DataAckStarted.class, ConnectionEnded.class);

  /** The first Data ACK of a host, and whether its peer had sent data. */
  private record First(DataAckStarted event, boolean behindData) {}

  private final Map<Side, First> firsts = new EnumMap<>(Side.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new FirstDataackTooLow();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case DataAckStarted first -> {
        DataStream stream = first.connection().stream(first.by().peer());
        firsts.put(first.by(), new First(first, stream.end().isPresent()));
      }
      case ConnectionEnded _ -> firsts.values().forEach(first -> judge(first, out));
      default -> {}
    }
  }

  private static void judge(First first, Verdicts out) {
    Carrier segment = first.event.carrier();
    Side sender = segment.by().peer();
    OptionalLong idsn = out.connection().host(sender).idsn();
    if (idsn.isEmpty()) {
      return;
    }
    long due = idsn.getAsLong() + 1;
    boolean wide = first.event.wide();
    long value = onTheWire(segment, first.event.dataAck());
    long behind = wide ? value - due : (int) value - (int) due;
    DataStream stream = out.connection().stream(sender);
    boolean beginsElsewhere =
        stream.lowest().isPresent() && (int) stream.lowest().getAsLong() != (int) due;
    if (behind >= 0 || -behind > FAR || beginsElsewhere) {
      return;
    }
    String message = "the first Data ACK is %d octets too low".formatted(-behind);
    Fault fault = Fault.of(segment.by());
    Evidence evidence =
        Evidence.at(
            segment,
            wide ? "Data ACK %016x".formatted(value) : "Data ACK %08x".formatted((int) value));
    Verdicts.Draft draft =
        behind == -1 && !first.behindData
            ? out.note(ID, segment.on(), message, fault, evidence)
            : out.violation(segment.on(), message, fault, evidence);
    draft.diagnosis(wide ? "%016x is due".formatted(due) : "%08x is due".formatted((int) due));
  }

  /** The model goes on with a high half that the stream can have; here the option counts. */
  private static long onTheWire(Carrier segment, long promoted) {
    return segment.option(Dss.class).filter(Dss::hasDataAck).map(Dss::dataAck).orElse(promoted);
  }
}
