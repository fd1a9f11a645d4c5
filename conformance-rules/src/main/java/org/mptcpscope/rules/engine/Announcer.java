package org.mptcpscope.rules.engine;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.trace.TraceControl;
import org.mptcpscope.rules.api.Finding;
import org.mptcpscope.rules.api.FindingListener;

/**
 * Tells of findings while their connections are open. A charge is looked at when enough time has
 * passed for a late answer, a gap or a close to show (facts, principle 8); what stands then is
 * told, and told again as withdrawn if it does not stand at the end of the connection.
 */
final class Announcer {
  /** The longest grace of any rule, in nanoseconds of capture time. */
  private static final long SETTLED = 3_000_000_000L;

  private final FindingListener listener;
  private final Tally tally;
  private final Map<Judge, Map<Likeness, Finding>> told = new HashMap<>();
  private final Map<Judge, Long> looks = new HashMap<>();
  private TraceControl control;

  /** What stays the same of a finding however often it is repeated. */
  private record Likeness(String rule, String requirement, Side side, int subflow, String message) {
    static Likeness of(Finding finding) {
      return new Likeness(
          finding.rule(),
          finding.requirement(),
          finding.fault().side(),
          finding.subflow(),
          finding.message());
    }
  }

  Announcer(FindingListener listener, Tally tally) {
    this.listener = listener;
    this.tally = tally;
  }

  void control(TraceControl running) {
    control = running;
  }

  /** A rule spoke about this connection. */
  void charged(Judge judge) {
    long at = control.now() + SETTLED;
    if (looks.putIfAbsent(judge, at) == null
        && !control.alarm(judge.connection, at, (_, _) -> look(judge))) {
      looks.remove(judge);
    }
  }

  private void look(Judge judge) {
    looks.remove(judge);
    if (!judge.over) {
      tell(judge, tally.soFar(judge), true);
    }
  }

  /** The connection is over, and these are its findings. */
  void over(Judge judge, List<Finding> findings) {
    tell(judge, findings, false);
    Map<Likeness, Finding> before = told.remove(judge);
    looks.remove(judge);
    if (before != null) {
      findings.forEach(finding -> before.remove(Likeness.of(finding)));
      before.values().forEach(listener::withdrawn);
    }
  }

  private void tell(Judge judge, List<Finding> findings, boolean open) {
    for (Finding finding : findings) {
      Map<Likeness, Finding> before = told.computeIfAbsent(judge, _ -> new LinkedHashMap<>());
      if (before.putIfAbsent(Likeness.of(finding), finding) == null) {
        listener.found(finding, open);
      }
    }
  }
}
