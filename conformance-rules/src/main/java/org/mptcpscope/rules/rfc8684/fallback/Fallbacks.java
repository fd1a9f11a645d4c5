package org.mptcpscope.rules.rfc8684.fallback;

import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent.FailSent;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;

/** What the rules on fallback share (RFC 8684, section 3.7). */
final class Fallbacks {
  static final long SECOND = 1_000_000_000L;

  /** Below this a host that was told something may still send what it had made ready before. */
  static final long SHORTLY = 200_000_000L;

  static final long JITTER = 50_000_000L;

  private Fallbacks() {}

  /** Whether the capture was provably taken at this host. */
  static boolean isAt(Subflow subflow, Side side) {
    return subflow.connection().quality().vantage(subflow).isAt(side);
  }

  /**
   * How much later a host must know on another subflow what it did or heard on the first: queues
   * and round trips of two paths differ.
   */
  static long elsewhere(Subflow subflow) {
    return Math.max(SECOND, 3 * subflow.grace());
  }

  /** The first segment behind it begins at this SSN. */
  static long end(Carrier segment) {
    return segment.ssn() + segment.payload();
  }

  /**
   * MP_FAIL that its receiver must obey on this subflow: on no reset, in a segment that it can
   * accept, the first of its sender, and no answer to its own.
   */
  static boolean isReport(FailSent fail) {
    Carrier.Acceptance acceptance = fail.carrier().acceptance();
    return !fail.onReset()
        && !fail.reciprocal()
        && acceptance != Carrier.Acceptance.OLD
        && acceptance != Carrier.Acceptance.BEYOND;
  }

  /**
   * Whether the subflow is the only one, and all that its receiver is still owed on it is
   * contiguous: nothing first sent elsewhere was sent again here. Only then an infinite mapping can
   * follow (RFC 8684, section 3.7).
   *
   * @param sender of the data that failed
   */
  static boolean isAlone(Subflow on, Side sender) {
    return on.connection().open(sender).stream().allMatch(open -> open == on)
        && on.connection().stream(sender).reinjectedOn(on).isEmpty();
  }

  /** "MP_FAIL dsn 00c0ffee00000001". */
  static String shown(FailSent fail) {
    return "MP_FAIL, dsn %016x".formatted(fail.option().dsn());
  }
}
