package org.mptcpscope.core.reconstruct;

/**
 * How badly a capture keeps frames and their order. What one connection proves holds for all: they
 * passed the same queues of the same card.
 */
final class Disorder {
  /** What comes later than this was held up by the network, or sent again. */
  static final long LONGEST = 2_000_000;

  private long worst;
  private int gaps;

  /** Something passed this much later, in nanoseconds, than what must have come after it. */
  void seen(long nanos) {
    if (nanos <= LONGEST) {
      worst = Math.max(worst, nanos);
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
   * seen. Twice what was seen, as the worst pair need not show itself.
   */
  long horizon() {
    return 2 * worst;
  }
}
