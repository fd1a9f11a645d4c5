package org.mptcpscope.core.plot;

import org.mptcpscope.core.metric.Longs;

/** A line of points in time order, already as fine as the picture: about one per pixel column. */
public final class Profile {
  private final long[] times;
  private final long[] values;

  private Profile(long[] times, long[] values) {
    this.times = times;
    this.values = values;
  }

  /** Returns how many points there are. */
  public int size() {
    return times.length;
  }

  /** Returns the time of a point in nanoseconds. */
  public long time(int index) {
    return times[index];
  }

  /** Returns the value of a point, in the unit of the axis. */
  public long value(int index) {
    return values[index];
  }

  /** Returns the value at a time, of the last point at or before it; 0 before the first. */
  public long at(long time) {
    int low = 0;
    int high = times.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (times[middle] > time) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low == 0 ? 0 : values[low - 1];
  }

  /** Returns the same points lifted by another profile of the same times. */
  Profile above(Profile base) {
    long[] sums = values.clone();
    for (int i = 0; i < sums.length; i++) {
      sums[i] += base.values[i];
    }
    return new Profile(times, sums);
  }

  /** Collects points. */
  static final class Builder {
    private final Longs times = new Longs();
    private final Longs values = new Longs();

    Builder add(long time, long value) {
      times.add(time);
      values.add(value);
      return this;
    }

    Profile build() {
      long[] t = new long[times.size()];
      long[] v = new long[t.length];
      for (int i = 0; i < t.length; i++) {
        t[i] = times.get(i);
        v[i] = values.get(i);
      }
      return new Profile(t, v);
    }
  }
}
