package org.mptcpscope.core.reconstruct;

/**
 * A condition that may last. It is stated when it begins, and again only after it was absent for a
 * while, so that a host that does one thing wrong a thousand times is told once.
 */
final class Episode {
  private boolean open;
  private boolean absent;
  private long absentSince;

  /**
   * The condition holds.
   *
   * @param grace how long it must have been absent to count as new, in nanoseconds
   * @return whether an episode begins
   */
  boolean holds(long time, long grace) {
    boolean begins = !open || absent && time - absentSince >= grace;
    open = true;
    absent = false;
    return begins;
  }

  /** The condition was looked for and is absent. */
  void fails(long time) {
    if (open && !absent) {
      absent = true;
      absentSince = time;
    }
  }

  boolean isOpen() {
    return open;
  }
}
