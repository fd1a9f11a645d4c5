package org.mptcpscope.rules.rfc8684.priority;

import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.PriorityChanged;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * After MP_PRIO on one subflow the traffic of another one changed.
 *
 * <p>In version 1 the option is about the subflow that carries it. If, within two round trips of an
 * MP_PRIO that asks for backup, the receiver's traffic leaves another subflow instead while the
 * named one goes on, the option may have been applied to the wrong one. Schedulers move traffic for
 * many reasons, so this is advice.
 */
public final class PriorityAppliedElsewhere implements Rule {
  /** Below this a subflow counts as left, above it as in use: octets per round trip. */
  private static final double IDLE = 0.1;

  private static final double BUSY = 10_000;

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "priority-applied-elsewhere",
              "PRIO-SCOPE-OWN-SUBFLOW",
              "traffic left another subflow than that of MP_PRIO",
              Subject.PRIO)
          .hears(PriorityChanged.class);

  /** A change, and how much its receiver sent on another subflow when it came. */
  private record Before(PriorityChanged change, Subflow other, double rate) {}

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (!(event instanceof PriorityChanged change)
        || !change.option().backup()
        || change.copy() > 1) {
      return;
    }
    Side receiver = change.by().peer();
    for (Subflow other : change.connection().open(receiver)) {
      double rate = other.rate(receiver);
      if (other != change.on() && rate > BUSY && !other.backup(change.by()).wanted()) {
        out.alarm(
            change.knownAt().time() + 2 * change.on().grace(), new Before(change, other, rate));
      }
    }
  }

  @Override
  public void onAlarm(Object key, long deadline, FrameRef last, Verdicts out) {
    if (!(key instanceof Before before)) {
      return;
    }
    PriorityChanged change = before.change();
    Side receiver = change.by().peer();
    boolean left =
        before.other().rate(receiver) < IDLE * before.rate()
            && change.connection().open(receiver).contains(before.other());
    boolean goesOn = change.on().rate(receiver) > BUSY;
    if (left && goesOn && !before.other().backup(change.by()).wanted()) {
      out.note(
              SPEC.requirement(),
              before.other(),
              SPEC.message(),
              Fault.of(receiver),
              Evidence.at(change.carrier(), "MP_PRIO, B=1, on subflow " + change.on().id()))
          .until(deadline);
    }
  }
}
