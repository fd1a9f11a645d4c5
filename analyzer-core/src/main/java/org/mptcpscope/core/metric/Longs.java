package org.mptcpscope.core.metric;

import java.util.Arrays;

/** A column of {@code long} values that grows at its end: times, data sequence numbers, frames. */
public final class Longs {
  private static final long[] EMPTY = {};
  private static final int FIRST = 8;

  private long[] values = EMPTY;
  private int size;

  /** Adds a value at the end. */
  public void add(long value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, Math.max(FIRST, size + (size >> 1)));
    }
    values[size++] = value;
  }

  /** Makes an empty column. */
  public Longs() {}

  /** Changes the value at an index, from 0. */
  public void set(int index, long value) {
    values[index] = value;
  }

  /** Returns the value at an index, from 0. */
  public long get(int index) {
    return values[index];
  }

  /** Returns how many values there are. */
  public int size() {
    return size;
  }

  /** Returns whether there is no value. */
  public boolean isEmpty() {
    return size == 0;
  }

  /** Returns the last value; there must be one. */
  public long last() {
    return values[size - 1];
  }

  /** Returns whether no value is below the one before it. */
  public boolean ascends() {
    for (int i = 1; i < size; i++) {
      if (values[i] < values[i - 1]) {
        return false;
      }
    }
    return true;
  }

  /** Returns the first index whose value is above {@code bound}; the column must not descend. */
  public int firstAbove(long bound) {
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
  public int firstFrom(long bound) {
    return bound == Long.MIN_VALUE ? 0 : firstAbove(bound - 1);
  }
}
