package org.mptcpscope.core.reconstruct;

/**
 * How much of a capture is kept at a time. It follows from the size that the heap may have, which
 * is the same during a run, and not from what is free, which is not.
 *
 * @param live connections and their joined subflows; then an eighth of the connections, those that
 *     are silent longest, is ended
 * @param halfOpen connections of which nothing but a SYN was seen; then the oldest is ended
 * @param lingering connections that are over and wait for late segments; then the oldest is let go
 * @param subflows of one connection, over its life; more are not followed
 * @param alarms that observers may have pending at a time; more are refused
 */
record Limits(int live, int halfOpen, int lingering, int subflows, int alarms) {
  /** More are kept by no heap. */
  static final int MOST_LIVE = 200_000;

  private static final int FEWEST_LIVE = 1000;

  /** What tables of fixed size take when they are full, and the catalogue and the code. */
  private static final long FIXED = 72L << 20;

  /** What a connection with rules takes, when it is silent. */
  private static final long CONNECTION = 10_000;

  /** For a heap of so many octets at most. */
  static Limits of(long heap) {
    int live = Math.clamp((heap - FIXED) / CONNECTION, FEWEST_LIVE, MOST_LIVE);
    return new Limits(live, Math.min(8192, live / 2), Math.min(4096, live / 4), 1024, 5 * live);
  }
}
