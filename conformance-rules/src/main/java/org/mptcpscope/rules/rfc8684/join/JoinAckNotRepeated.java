package org.mptcpscope.rules.rfc8684.join;

import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.FinSent;
import org.mptcpscope.core.event.MptcpEvent.JoinConfirmed;
import org.mptcpscope.core.event.MptcpEvent.SubflowEstablished;
import org.mptcpscope.core.event.MptcpEvent.SubflowReset;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.tcp.SegmentView;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * The joiner does not repeat its third packet, which nobody acknowledged.
 *
 * <p>The third packet carries the joiner's proof and no data, so TCP does not deliver it reliably;
 * the joiner repeats it until the target acknowledges (RFC 8684, section 3.2). Reported if the
 * target stays silent for ten seconds, or four round trips if that is longer, while the joiner
 * sends other segments, and neither repeats nor closes nor resets the subflow.
 */
public final class JoinAckNotRepeated implements Rule {
  private static final String ID = "JOIN-ACK-REPEATED-UNTIL-ACKED";
  private static final long PATIENCE = 10_000_000_000L;
  private static final int ROUND_TRIPS = 4;

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "join-ack-not-repeated",
              ID,
              "the joiner does not repeat its third packet",
              Subject.JOIN_CONFIRMATION)
          .hears(JoinConfirmed.class, SubflowEstablished.class, SubflowReset.class, FinSent.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case JoinConfirmed join when join.copy() > 1 -> out.excused(new Wait(join.on()));
      case JoinConfirmed join when join.on().establishedAt().isEmpty() -> {
        long patience = Math.max(PATIENCE, ROUND_TRIPS * join.on().roundTrip());
        out.expect(ID, new Wait(join.on()), join.carrier().frame().time() + patience);
      }
      case SubflowEstablished established -> out.excused(new Wait(established.on()));
      case SubflowReset reset -> out.excused(new Wait(reset.on()));
      case FinSent fin when fin.by() == fin.on().opener() -> out.excused(new Wait(fin.on()));
      default -> {}
    }
  }

  @Override
  public void onAlarm(Object key, long deadline, FrameRef last, Verdicts out) {
    if (!(key instanceof Wait(Subflow subflow))) {
      return;
    }
    if (hasAnswered(subflow)) {
      out.inconclusive(ID, "frames stand out of order in the capture");
      return;
    }
    FrameRef third =
        Joins.attempt(subflow).map(a -> a.third()).map(copy -> copy.frame()).orElse(null);
    FrameRef sent = out.connection().host(subflow.opener()).lastSent().orElse(null);
    if (third == null || sent == null || !third.isBefore(sent)) {
      return; // the joiner is silent altogether
    }
    out.violation(
            subflow,
            "third packet of a join not repeated",
            Fault.of(subflow.opener()),
            Evidence.at(third, subflow, subflow.opener(), "MP_JOIN ACK, not acknowledged")
                .and(sent, null, subflow.opener(), "sends elsewhere"))
        .triggeredBy(third)
        .until(deadline);
  }

  /** Only a third packet makes the target send anything behind its SYN/ACK. */
  private static boolean hasAnswered(Subflow subflow) {
    return subflow
        .lastSegment(subflow.opener().peer())
        .filter(segment -> (segment.flags() & SegmentView.SYN) == 0)
        .isPresent();
  }

  private record Wait(Subflow subflow) {}
}
