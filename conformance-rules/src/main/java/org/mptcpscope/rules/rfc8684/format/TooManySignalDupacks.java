package org.mptcpscope.rules.rfc8684.format;

import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.FastClosed;
import org.mptcpscope.core.event.MptcpEvent.OptionEvent;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.mptcp.AddAddr;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;
import org.mptcpscope.rules.rfc8684.format.SignalRuns.Run;

/**
 * A host sent three duplicate ACKs in a row only to carry MPTCP signals.
 *
 * <p>Three duplicate ACKs are what makes a sender of TCP believe that a segment was lost; a host
 * that has more to say than fits on two should spread it (RFC 8684, section 3). Counted are bare
 * ACKs that repeat acknowledgment and window while data of the peer is outstanding, with no segment
 * between them and within one retransmission time-out. ACKs that a segment of the peer called for,
 * such as several echoes of several addresses, those with a SACK block, those with nothing but a
 * DSS, and a fast close, which is to be repeated, do not count.
 */
public final class TooManySignalDupacks implements Rule {
  private static final int MOST = 2;

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "too-many-signal-dupacks",
              "OPT-MAX-TWO-SIGNAL-DUPACKS",
              "three duplicate ACKs in a row carry nothing but MPTCP signals",
              Subject.OPTION)
          .hears(OptionEvent.class);

  private final SignalRuns runs = new SignalRuns();

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new TooManySignalDupacks();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof OptionEvent said && !(said instanceof FastClosed)) {
      Run run = runs.take(said);
      if (run != null && run.segments.size() == MOST + 1 && isOwn(run) && isQuick(run)) {
        report(run, out);
      }
    }
  }

  /**
   * Answers to several signals of the peer differ; what it sends on its own account does not ask.
   */
  private static boolean isOwn(Run run) {
    boolean echoes =
        run.segments.stream()
            .anyMatch(s -> s.option(AddAddr.class).filter(AddAddr::echo).isPresent());
    return run.isRepetition() || !run.provoked && !echoes;
  }

  private static boolean isQuick(Run run) {
    Carrier first = run.segments.getFirst();
    return run.last().frame().time() - first.frame().time() <= first.on().rto(first.by());
  }

  private static void report(Run run, Verdicts out) {
    Carrier third = run.last();
    Evidence evidence = Evidence.at(third, "third duplicate ACK with a signal");
    for (Carrier before : run.segments.subList(0, MOST)) {
      evidence = evidence.and(before, "duplicate ACK with a signal");
    }
    out.violation(
        third.on(), "three duplicate ACKs in a row for signals", Fault.of(third.by()), evidence);
  }
}
