package org.mptcpscope.core.reconstruct;

import java.util.Arrays;

/**
 * When the capture cut segments of one direction of a subflow: runs without a whole one between.
 */
final class CutFrames {
  /** Behind so many runs the last one is stretched. */
  private static final int MOST_RUNS = 256;

  private static final long[] NONE = {};

  private long[] from = NONE;
  private long[] to = NONE;
  private int runs;
  private int lastOrdinal;

  /**
   * A cut segment.
   *
   * @param ordinal which segment of its direction it is
   */
  void add(long time, int ordinal) {
    boolean next = runs > 0 && (ordinal == lastOrdinal + 1 || runs == MOST_RUNS);
    lastOrdinal = ordinal;
    if (next) {
      from[runs - 1] = Math.min(from[runs - 1], time);
      to[runs - 1] = Math.max(to[runs - 1], time);
      return;
    }
    if (runs == from.length) {
      from = Arrays.copyOf(from, Math.max(4, 2 * runs));
      to = Arrays.copyOf(to, from.length);
    }
    from[runs] = time;
    to[runs] = time;
    runs++;
  }

  /** Whether a cut segment lies in this span, both ends included. */
  boolean touches(long first, long last) {
    for (int i = 0; i < runs; i++) {
      if (from[i] <= last && to[i] >= first) {
        return true;
      }
    }
    return false;
  }
}
