package org.mptcpscope.rules.rfc8684.format;

import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.OptionEvent;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Sighting;
import org.mptcpscope.rules.api.Verdicts;
import org.mptcpscope.rules.api.Watch;
import org.mptcpscope.rules.rfc8684.format.SignalRuns.Run;

/**
 * A host took duplicate ACKs that carry MPTCP signals for a loss.
 *
 * <p>A duplicate ACK that carries an MPTCP option other than DSS is a message, not a sign of
 * congestion (RFC 8684, section 3). If at least three in a row carry one, none has a SACK block and
 * at most one plain one went before, a retransmission of the octet they ask for that follows faster
 * than any time-out could only have been triggered by them. A note: probes for the tail of a flight
 * look alike.
 */
public final class SignalTakenForLoss implements Rule {
  private static final long FASTEST_TIMEOUT = 200_000_000;

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "signal-taken-for-loss",
              "OPT-DUPACK-NOT-CONGESTION",
              "duplicate ACKs with MPTCP signals were taken for a loss",
              Subject.DATA)
          .hears(OptionEvent.class);

  private final SignalRuns runs = new SignalRuns();

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new SignalTakenForLoss();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof OptionEvent said) {
      Run run = runs.take(said);
      if (run != null && run.segments.size() == 3 && plainOnes(run) <= 2) {
        watch(run.last(), out);
      }
    }
  }

  /** Bare ACKs of the same number without a signal; the first of them is no duplicate. */
  private static long plainOnes(Run run) {
    Carrier last = run.last();
    return last.on().recent(last.by()).stream()
        .filter(segment -> segment.payload() == 0 && segment.ackSsn() == last.ackSsn())
        .filter(segment -> run.segments.stream().noneMatch(s -> s.frame().equals(segment.frame())))
        .count();
  }

  private static void watch(Carrier third, Verdicts out) {
    out.watch(Watch.on(third.on(), third, third.by().peer(), SegmentFacts.RETRANSMISSION));
  }

  @Override
  public void onWatch(Watch watch, Sighting sighting, Verdicts out) {
    if (!(watch.key() instanceof Carrier third)) {
      return;
    }
    Side sender = sighting.by();
    long after = sighting.frame().time() - third.frame().time();
    if (after >= Math.min(FASTEST_TIMEOUT, third.on().rto(sender))) {
      return;
    }
    boolean asked =
        sighting.ssn() <= third.ackSsn() && third.ackSsn() < sighting.ssn() + sighting.payload();
    if (!asked) {
      watch(third, out);
      return;
    }
    out.violation(
        sighting.on(),
        "retransmission right behind three duplicate ACKs with signals",
        Fault.of(sender),
        Evidence.at(sighting.frame(), sighting.on(), sender, "retransmission")
            .and(third, "third duplicate ACK with a signal"));
  }
}
