package org.mptcpscope.rules.rfc8684.handshake;

import java.util.Optional;
import java.util.OptionalLong;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.PayloadStarted;
import org.mptcpscope.core.event.MptcpEvent.PayloadStarted.MappedBy;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.DataStream.DataAck;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Handshake.Attempt;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.mptcp.Dsn;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;
import org.mptcpscope.rules.api.Verdicts.Draft;

/**
 * The initiator's first data does not repeat MP_CAPABLE.
 *
 * <p>In version 1 only the third packet and the first data carry the initiator's key, and a pure
 * ACK is not delivered reliably: until the listener has proved with a Data ACK that it knows the
 * key, the first data must carry both keys again instead of a DSS (RFC 8684, section 3.1). A note
 * only, if the listener had sent any DSS or an ADD_ADDR before, which some stacks take as the
 * proof, or if the SYN had data, where figures 19 to 21 draw a plain DSS; and elsewhere than at the
 * initiator, if there was time for a proof that the capture may lack. Only the first transmission
 * of the first octet is judged, and data that nothing maps is not.
 */
public final class FirstDataWithoutCapable implements Rule {
  private static final String ID = "CAP-REPEATED-ON-FIRST-DATA";

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "first-data-without-capable",
              ID,
              "the first data does not repeat MP_CAPABLE",
              Subject.DATA)
          .hears(PayloadStarted.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof PayloadStarted started
        && started.by() == Side.INITIATOR
        && started.on().isInitial()
        && started.connection().dialect().version() == 1) {
      judge(started, started.connection(), out);
    }
  }

  private static void judge(PayloadStarted started, Connection connection, Verdicts out) {
    Carrier segment = started.carrier();
    if (segment.ssn() > 1) {
      out.inconclusive(ID, "the first octet of data is not in the capture");
    } else if (started.mappedBy() == MappedBy.CAPABLE || isConfirmed(connection)) {
      out.pass();
    } else if (started.mappedBy() == MappedBy.NONE
        || started.mappedBy() == MappedBy.INFINITE
        || connection.fallback(Side.INITIATOR).isPresent()) {
      return;
    } else if (segment.echo() == Carrier.Echo.UNSEEN) {
      out.inconclusive(ID, "a segment of the listener is not in the capture");
    } else if (segment.on().optionsCut(Side.LISTENER)) {
      out.inconclusive(ID, "options of the listener are not in the capture");
    } else {
      report(segment, connection, out);
    }
  }

  private static boolean isConfirmed(Connection connection) {
    OptionalLong idsn = connection.host(Side.INITIATOR).idsn();
    Optional<DataAck> acked = connection.stream(Side.INITIATOR).dataAcked();
    return acked.isPresent()
        && (idsn.isEmpty() || Dsn.compare(acked.get().value(), idsn.getAsLong()) > 0);
  }

  /**
   * Whether a segment of the listener can have come that the capture lacks: there was time for it
   * since the handshake, and the time stamps cannot tell.
   */
  private static boolean mayHaveHeard(Carrier segment) {
    Subflow subflow = segment.on();
    Attempt attempt = Capables.attempt(subflow).orElse(null);
    if (attempt == null || attempt.synAcks().isEmpty()) {
      return true;
    }
    boolean told = segment.echo() == Carrier.Echo.SEEN && subflow.clockTells(Side.LISTENER);
    boolean separate = attempt.third() != null && attempt.third().frame().isBefore(segment.frame());
    FrameRef since = separate ? attempt.third().frame() : attempt.synAcks().getFirst().frame();
    return !told && segment.frame().time() - since.time() >= subflow.roundTrip() * 3 / 4;
  }

  private static void report(Carrier segment, Connection connection, Verdicts out) {
    Evidence evidence = Evidence.at(segment, "first data, with a plain DSS");
    FrameRef dss = connection.firstDss(Side.LISTENER).orElse(null);
    FrameRef address = connection.host(Side.LISTENER).addresses().firstAdvertised().orElse(null);
    String message = "first data without MP_CAPABLE";
    Fault fault = Fault.of(segment.by());
    Draft draft;
    if (segment.on().handshake().tfo().sent() > 0) {
      draft =
          out.note(ID, segment.on(), message, fault, evidence)
              .diagnosis("the SYN had data; figures 19 to 21 of RFC 8684 draw a plain DSS");
    } else if (dss != null) {
      draft =
          out.note(
                  ID,
                  segment.on(),
                  message,
                  fault,
                  evidence.and(dss, segment.on(), Side.LISTENER, "a DSS, without a Data ACK"))
              .diagnosis("a DSS of the listener was taken as the proof that it knows the key");
    } else if (address != null) {
      draft =
          out.note(
                  ID,
                  segment.on(),
                  message,
                  fault,
                  evidence.and(address, segment.on(), Side.LISTENER, "ADD_ADDR"))
              .diagnosis(
                  "an ADD_ADDR of the listener was taken as the proof that it knows the key");
    } else if (mayHaveHeard(segment)) {
      boolean at = segment.on().vantage().isAt(segment.by());
      draft =
          at
              ? out.violation(segment.on(), message, fault, evidence)
              : out.note(ID, segment.on(), message, fault, evidence);
      draft.unsure("a segment of the listener that was lost would leave no trace");
    } else {
      draft = out.violation(segment.on(), message, fault, evidence);
    }
    draft
        .inOrder(segment.frame(), () -> proof(segment))
        .inOrder(
            segment.frame(), () -> connection.host(Side.LISTENER).addresses().firstAdvertised());
  }

  /** The first DSS of the listener, unless it acknowledges the data, which it then came behind. */
  private static Optional<FrameRef> proof(Carrier data) {
    FrameRef answer = data.on().confirmed(data.by()).orElse(null);
    return data.on().connection().firstDss(Side.LISTENER).filter(dss -> !dss.equals(answer));
  }
}
