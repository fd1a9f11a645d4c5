package org.mptcpscope.core.metric;

import java.util.Arrays;

/**
 * How values are spread: an average alone would hide what hurts.
 *
 * @param count of values; without any the rest is 0
 * @param least the smallest
 * @param median the value that half of them do not exceed
 * @param most95 the value that 95 of 100 do not exceed
 * @param most the largest
 * @param sum of all
 */
public record Distribution(int count, long least, long median, long most95, long most, long sum) {
  /** No value. */
  public static final Distribution NONE = new Distribution(0, 0, 0, 0, 0, 0);

  /** Returns the spread of a column (nearest rank). */
  static Distribution of(Longs values) {
    if (values.isEmpty()) {
      return NONE;
    }
    long[] sorted = new long[values.size()];
    long sum = 0;
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = values.get(i);
      sum += sorted[i];
    }
    Arrays.sort(sorted);
    return new Distribution(
        sorted.length,
        sorted[0],
        rank(sorted, 50),
        rank(sorted, 95),
        sorted[sorted.length - 1],
        sum);
  }

  private static long rank(long[] sorted, int percent) {
    return sorted[(int) Math.max(0, Math.ceilDiv((long) sorted.length * percent, 100) - 1)];
  }
}
