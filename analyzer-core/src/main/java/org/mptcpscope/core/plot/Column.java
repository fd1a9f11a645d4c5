package org.mptcpscope.core.plot;

import java.util.Arrays;

/** An immutable column of numbers: the coordinates or the frames of a mark. */
public final class Column {
  private static final Column EMPTY = new Column(new double[0]);

  private final double[] values;

  private Column(double[] values) {
    this.values = values;
  }

  /** Returns a column of these values. */
  public static Column of(double... values) {
    return values.length == 0 ? EMPTY : new Column(values.clone());
  }

  /** Returns a column of one frame. */
  static Column ofFrame(long frame) {
    return of((double) frame);
  }

  /** Returns how many values there are. */
  public int size() {
    return values.length;
  }

  /** Returns the value at {@code index}, from 0. */
  public double get(int index) {
    return values[index];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Column column && Arrays.equals(values, column.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return Arrays.toString(values);
  }

  /** Grows a column value by value. */
  static final class Builder {
    private double[] values = new double[16];
    private int size;

    Builder add(double value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, size * 2);
      }
      values[size++] = value;
      return this;
    }

    /** Adds a frame number: exact up to 2^53. */
    Builder frame(long frame) {
      return add((double) frame);
    }

    int size() {
      return size;
    }

    double last() {
      return values[size - 1];
    }

    Column build() {
      return size == 0 ? EMPTY : new Column(Arrays.copyOf(values, size));
    }
  }
}
