package org.mptcpscope.rules.rfc8684.join;

import java.util.HashMap;
import java.util.Map;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent.JoinConfirmed;
import org.mptcpscope.core.event.MptcpEvent.PayloadStarted;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Handshake.Attempt;
import org.mptcpscope.core.model.Handshake.Copy;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Verdicts;

/** Data of the target of a join before the third packet proved the joiner (RFC 8684, 3.2). */
final class TargetData {
  static final String TARGET = "JOIN-TARGET-NO-DATA-BEFORE-HMAC";
  static final String PROBE = "SEC-PROBE-BEFORE-USE";

  private static final String MESSAGE = "data of the target before the third packet of a join";

  /** First data of a target that no third packet had preceded. */
  private final Map<Subflow, Carrier> early = new HashMap<>();

  /** First data of the target on a joined subflow. */
  void started(PayloadStarted started, Attempt attempt, Verdicts out) {
    Carrier data = started.carrier();
    Subflow on = started.on();
    if (attempt.third() != null) {
      out.pass(TARGET);
    } else if (data.ssn() > 1 || data.ackSsn() > 1) {
      out.inconclusive(TARGET, "earlier segments are not in the capture");
    } else {
      early.put(on, data);
    }
  }

  /** The third packet came behind the data, and nothing of the joiner in between: certain. */
  void confirmed(JoinConfirmed join, Attempt attempt, Verdicts out) {
    Carrier data = join.by() == join.on().opener() ? early.remove(join.on()) : null;
    if (data == null) {
      return;
    }
    if (isDisordered(data, join.carrier().frame())) {
      out.inconclusive(TARGET, "frames stand out of order in the capture");
      return;
    }
    if (join.carrier().ordinal() != attempt.syns().size() + 1) {
      judge(data, attempt, out);
      return;
    }
    out.violation(
            PROBE,
            data.on(),
            MESSAGE,
            Fault.of(data.by()),
            evidence(data).and(join.carrier(), "MP_JOIN ACK, the joiner's first behind its SYN"))
        .also(TARGET);
  }

  /** No third packet was seen at all: the capture may have lost it. */
  void ended(Verdicts out) {
    early.forEach(
        (subflow, data) -> Joins.attempt(subflow).ifPresent(attempt -> judge(data, attempt, out)));
    early.clear();
  }

  private static void judge(Carrier data, Attempt attempt, Verdicts out) {
    if (data.tsEcr() < 0 || !clockTells(data)) {
      out.inconclusive(TARGET, "a lost third packet would leave no trace");
    } else if (heardMoreThan(attempt, data)) {
      out.inconclusive(TARGET, "the third packet is not in the capture");
    } else {
      out.warning(TARGET, data.on(), MESSAGE, Fault.of(data.by()), evidence(data));
    }
  }

  /** A subflow that got no further has no round trip of its own. */
  private static boolean clockTells(Carrier data) {
    Subflow on = data.on();
    return on.clockTells(data.by().peer())
        || on.roundTrip() < 0
            && on.connection()
                .initial()
                .filter(initial -> initial.clockTells(data.by().peer()))
                .isPresent();
  }

  /** Whether frames that stand so near may have changed places in the capture. */
  static boolean isDisordered(Carrier data, FrameRef awaited) {
    long horizon = data.on().connection().quality().orderHorizon();
    return horizon > 0 && awaited != null && awaited.time() - data.frame().time() <= horizon;
  }

  private static Evidence evidence(Carrier data) {
    return Joins.withSyn(
        Evidence.at(data, "data of the target, ssn %d".formatted(data.ssn())), data.on());
  }

  /** Whether the target echoes a time stamp that is newer than any of the joiner's SYN. */
  private static boolean heardMoreThan(Attempt attempt, Carrier data) {
    return attempt.syns().stream()
        .map(Copy::tsVal)
        .noneMatch(syn -> syn >= 0 && (int) (data.tsEcr() - syn) <= 0);
  }
}
