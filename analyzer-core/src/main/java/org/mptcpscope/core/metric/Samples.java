package org.mptcpscope.core.metric;

/** Values measured at moments, in time order, each with the frame and the subflow it is from. */
public final class Samples {
  private final Longs times = new Longs();
  private final Longs values = new Longs();
  private final Longs origins = new Longs();

  /** Makes a place for samples. */
  Samples() {}

  void add(long time, long value, int frame, int subflow) {
    times.add(time);
    values.add(value);
    origins.add((long) subflow << 32 | frame & 0xffff_ffffL);
  }

  /** Returns how many samples there are. */
  public int size() {
    return times.size();
  }

  /** Returns the time of a sample, in nanoseconds since the first frame of the connection. */
  public long time(int index) {
    return times.get(index);
  }

  /** Returns the value of a sample. */
  public long value(int index) {
    return values.get(index);
  }

  /** Returns the frame that a sample was taken at. */
  public int frame(int index) {
    return (int) origins.get(index);
  }

  /** Returns the subflow that a sample is from. */
  public int subflow(int index) {
    return (int) (origins.get(index) >>> 32);
  }

  /** Returns the first index at or after a time. */
  public int from(long time) {
    return times.firstFrom(time);
  }

  /** Returns how the values are spread. */
  public Distribution distribution() {
    return Distribution.of(values);
  }
}
