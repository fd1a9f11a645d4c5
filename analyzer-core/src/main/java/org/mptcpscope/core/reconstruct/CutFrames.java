package org.mptcpscope.core.reconstruct;

import java.util.Arrays;

/**
 * When the capture cut segments of one direction of a subflow: runs without a whole one between.
 */
final class CutFrames {
  /** Behind so many runs the last one is stretched. */
  private static final int MOST_RUNS = 256;

  private static final long[] NONE = {};

  /** First and last time of each run in turn. */
  private long[] spans = NONE;

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
      int last = 2 * runs - 2;
      spans[last] = Math.min(spans[last], time);
      spans[last + 1] = Math.max(spans[last + 1], time);
      return;
    }
    if (2 * runs == spans.length) {
      spans = Arrays.copyOf(spans, Math.max(8, 4 * runs));
    }
    spans[2 * runs] = time;
    spans[2 * runs + 1] = time;
    runs++;
  }

  /** Cut segments follow in a row up to this one. */
  void stretch(long time, int ordinal) {
    lastOrdinal = ordinal - 1;
    add(time, ordinal);
  }

  /** Whether a cut segment lies in this span, both ends included. */
  boolean touches(long first, long last) {
    for (int i = 0; i < runs; i++) {
      if (spans[2 * i] <= last && spans[2 * i + 1] >= first) {
        return true;
      }
    }
    return false;
  }
}
