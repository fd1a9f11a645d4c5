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
  /** Octets per round trip that count as in use. */
  private static final double BUSY = 10_000;

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "priority-applied-elsewhere",
              "PRIO-SCOPE-OWN-SUBFLOW",
              "traffic left another subflow than that of MP_PRIO",
              Subject.PRIO)
          .hears(PriorityChanged.class);

  /** A change, and another subflow that was in use when it came. */
  private record Before(PriorityChanged change, Subflow other) {
    /** What the receiver of the change had sent there. */
    long sent(Subflow on) {
      return on.highest(change.by().peer());
    }

    /** How long the traffic has to move, and how long it is looked at then. */
    long span() {
      return 2 * change.on().grace();
    }
  }

  /** Two round trips later: how far both subflows had come. */
  private record Moved(Before before, long other, long named) {}

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
      if (other != change.on()
          && other.rate(receiver) > BUSY
          && !other.backup(change.by()).wanted()) {
        Before before = new Before(change, other);
        out.alarm(change.knownAt().time() + before.span(), before);
      }
    }
  }

  @Override
  public void onAlarm(Object key, long deadline, FrameRef last, Verdicts out) {
    switch (key) {
      case Before before ->
          out.alarm(
              deadline + before.span(),
              new Moved(before, before.sent(before.other()), before.sent(before.change().on())));
      case Moved moved -> judge(moved, deadline, out);
      default -> {}
    }
  }

  private void judge(Moved moved, long deadline, Verdicts out) {
    Before before = moved.before();
    PriorityChanged change = before.change();
    Side receiver = change.by().peer();
    boolean left =
        before.sent(before.other()) == moved.other()
            && change.connection().open(receiver).contains(before.other());
    boolean goesOn = before.sent(change.on()) - moved.named() > BUSY;
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
