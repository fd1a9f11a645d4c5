package org.mptcpscope.core.reconstruct;

/**
 * How badly a capture keeps frames and their order. What one connection proves holds for all: they
 * passed the same queues of the same card.
 */
final class Disorder {
  /** What comes later than this behind its own acknowledgment was sent again. */
  static final long LONGEST = 5_000_000;

  /** What comes later than this behind younger segments of its sender was held up by the path. */
  static final long LONGEST_OF_ONE = 2_000_000;

  /** As much again as the worst pair for each of so many that did not show themselves. */
  private static final int FEW = 9;

  private long worst;
  private int seen;
  private int gaps;

  /** A segment passed this much later, in nanoseconds, than a younger one of its sender. */
  void overtaken(long nanos) {
    if (nanos <= LONGEST_OF_ONE) {
      seen(nanos);
    }
  }

  /** Something passed this much later, in nanoseconds, than its answer did. */
  void seen(long nanos) {
    if (nanos <= LONGEST) {
      worst = Math.max(worst, nanos);
      seen = Math.min(seen + 1, FEW);
    }
  }

  /** Something passed at the first of these times, and its answer at the second. */
  void answered(long at, long answerAt) {
    if (answerAt < at) {
      seen(at - answerAt);
    }
  }

  /** Octets were acknowledged that never passed. */
  void gap() {
    gaps++;
  }

  /** How often that was so. */
  int gaps() {
    return gaps;
  }

  /**
   * Frames that stand no farther apart, in nanoseconds, may have changed places; 0 if nothing was
   * seen. Twice what was seen, as the worst pair need not show itself; more where few pairs did,
   * which say little about the others.
   */
  long horizon() {
    return worst == 0 ? 0 : Math.min(2 * LONGEST, worst + worst * FEW / seen);
  }
}
