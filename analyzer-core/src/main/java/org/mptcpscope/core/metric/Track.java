package org.mptcpscope.core.metric;

/** A value that holds from one moment to the next: octets in flight, a window. */
public final class Track {
  private static final int FAN = 64;

  private final Longs times = new Longs();
  private final Longs values = new Longs();

  /** The place of the largest value of each full block of steps. */
  private final Longs peaks = new Longs();

  /** Makes a track that is 0 until its first step. */
  Track() {}

  /** From this moment on the value holds; moments do not descend. */
  void add(long time, long value) {
    if (!values.isEmpty() && values.last() == value) {
      return;
    }
    times.add(time);
    values.add(value);
    if (times.size() % FAN == 0) {
      peaks.add(highest(times.size() - FAN, times.size()));
    }
  }

  private int highest(int from, int to) {
    int best = from;
    for (int i = from + 1; i < to; i++) {
      if (values.get(i) > values.get(best)) {
        best = i;
      }
    }
    return best;
  }

  /** Returns how many steps there are. */
  public int size() {
    return times.size();
  }

  /** Returns the moment of a step, in nanoseconds since the first frame of the connection. */
  public long time(int index) {
    return times.get(index);
  }

  /** Returns the value from a step on. */
  public long value(int index) {
    return values.get(index);
  }

  /** Returns the value at a moment; 0 before the first step. */
  public long at(long time) {
    int index = times.firstAbove(time) - 1;
    return index < 0 ? 0 : values.get(index);
  }

  /**
   * Returns a moment in {@code [from, to)} at which the value is largest; looks at blocks, so that
   * a picture of ten million steps costs little.
   */
  public long peak(long from, long to) {
    int start = times.firstFrom(from);
    int end = times.firstFrom(to);
    long best = from;
    long most = at(from);
    int i = start;
    while (i < end) {
      int candidate = i;
      int next = i + 1;
      if (i % FAN == 0 && i + FAN <= end) {
        candidate = (int) peaks.get(i / FAN);
        next = i + FAN;
      }
      if (values.get(candidate) > most) {
        most = values.get(candidate);
        best = times.get(candidate);
      }
      i = next;
    }
    return best;
  }

  /** Returns the largest value there is. */
  public long most() {
    long most = 0;
    for (int i = 0; i < values.size(); i++) {
      most = Math.max(most, values.get(i));
    }
    return most;
  }
}
