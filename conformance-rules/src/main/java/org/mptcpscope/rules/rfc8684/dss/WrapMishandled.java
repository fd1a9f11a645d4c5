package org.mptcpscope.rules.rfc8684.dss;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.ConnectionEnded;
import org.mptcpscope.core.event.MptcpEvent.SubflowReset;
import org.mptcpscope.core.model.DataStream;
import org.mptcpscope.core.model.DataStream.DataAck;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.MappingTable.Range;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A host lost its way where DSNs of 4 octets wrapped.
 *
 * <p>Whoever gets a DSN of 4 octets extends it to 8, and counts the high half up each time the low
 * half wraps (RFC 8684 and RFC 6824, section 3.3.1). Found: the Data ACKs of the host stop in front
 * of the wrap, or within a mapping's length of it, while DSNs of 4 octets go on behind it; and the
 * host resets a subflow then, or acknowledges on subflows for at least a second and three
 * retransmission time-outs more without going on. A note, as there may be another reason to stop
 * just there.
 */
public final class WrapMishandled implements Rule {
  private static final long SECOND = 1_000_000_000;
  private static final long LOW_HALF = 0xffff_ffffL;

  /** A mapping that lies across the wrap begins at most so far in front of it. */
  private static final long NEAR = 1 << 16;

  /** More than that behind the wrap is no longer sent because of it. */
  private static final long BEHIND = 1 << 22;

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "wrap-mishandled",
              "DSS-32BIT-PROMOTED-AT-WRAP",
              "data behind a wrap of DSNs of 4 octets was not acknowledged",
              Subject.DATA_ACK)
          .hears(SubflowReset.class, ConnectionEnded.class);

  private final Set<Side> reported = EnumSet.noneOf(Side.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new WrapMishandled();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case SubflowReset reset when reset.phase() == Subflow.Phase.ESTABLISHED -> {
        Side sender = reset.by().peer();
        Evidence evidence = Evidence.at(reset.carrier(), "RST");
        stopped(sender, out).ifPresent(ack -> report(sender, reset.on(), ack, evidence, out));
      }
      case ConnectionEnded _ -> {
        for (Side sender : Side.values()) {
          stopped(sender, out).ifPresent(ack -> stalled(sender, ack, out));
        }
      }
      default -> {}
    }
  }

  /** The last Data ACK, if it stands at a wrap behind which there is data. */
  private static Optional<DataAck> stopped(Side sender, Verdicts out) {
    DataStream stream = out.connection().stream(sender);
    if (stream.narrowEnd().isEmpty() || stream.end().isEmpty()) {
      return Optional.empty();
    }
    long end = stream.end().getAsLong();
    long wrap = end & ~LOW_HALF;
    boolean crossed =
        end != wrap && end - wrap <= BEHIND && stream.narrowEnd().getAsLong() - wrap > 0;
    return stream
        .dataAcked()
        .filter(ack -> crossed && wrap - ack.value() >= 0 && wrap - ack.value() <= NEAR);
  }

  private void stalled(Side sender, DataAck ack, Verdicts out) {
    for (Subflow subflow : out.connection().subflows()) {
      FrameRef acked = subflow.ackedAt(sender).orElse(null);
      long patience = Math.max(SECOND, 3 * subflow.rto(sender));
      if (acked != null && acked.time() - ack.frame().time() > patience) {
        Evidence evidence =
            Evidence.at(acked, subflow, sender.peer(), "acknowledges on the subflow only");
        report(sender, subflow, ack, evidence, out);
        return;
      }
    }
  }

  private void report(Side sender, Subflow on, DataAck ack, Evidence evidence, Verdicts out) {
    if (reported.add(sender)) {
      String shows = "last Data ACK, %016x".formatted(ack.value());
      out.violation(
              on,
              SPEC.message(),
              Fault.of(sender.peer()),
              evidence.and(ack.frame(), on, sender.peer(), shows))
          .about(sender, new Range(ack.value(), ack.value() + 1))
          .since(ack.frame().time());
    }
  }
}
