package org.mptcpscope.core.plot;

import java.util.Arrays;

/** A column of {@code long} values that grows at its end: times, data sequence numbers, frames. */
final class Longs {
  private static final long[] EMPTY = {};
  private static final int FIRST = 8;

  private long[] values = EMPTY;
  private int size;

  void add(long value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, Math.max(FIRST, size + (size >> 1)));
    }
    values[size++] = value;
  }

  long get(int index) {
    return values[index];
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  long last() {
    return values[size - 1];
  }

  /** Returns whether no value is below the one before it. */
  boolean ascends() {
    for (int i = 1; i < size; i++) {
      if (values[i] < values[i - 1]) {
        return false;
      }
    }
    return true;
  }

  /** Returns the first index whose value is above {@code bound}; the column must not descend. */
  int firstAbove(long bound) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (values[middle] > bound) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** Returns the first index whose value is at least {@code bound}; the column must not descend. */
  int firstFrom(long bound) {
    return bound == Long.MIN_VALUE ? 0 : firstAbove(bound - 1);
  }
}
