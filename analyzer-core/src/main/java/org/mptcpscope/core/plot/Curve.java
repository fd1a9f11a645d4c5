package org.mptcpscope.core.plot;

/**
 * A value that only grows, as steps in time: the highest Data ACK so far, or the highest window
 * edge so far.
 */
public final class Curve {
  private final Longs times = new Longs();
  private final Longs values = new Longs();
  private final Longs frames = new Longs();
  private final Longs subflows = new Longs();

  Curve() {}

  /** Adds a step, unless the value is not above the last one or the time is before it. */
  boolean rise(long time, long value, long frame, int subflow) {
    if (!times.isEmpty() && (value <= values.last() || time < times.last())) {
      return false;
    }
    times.add(time);
    values.add(value);
    frames.add(frame);
    subflows.add(subflow);
    return true;
  }

  /** Returns how many steps there are. */
  public int size() {
    return times.size();
  }

  /** Returns the time of a step in nanoseconds. */
  public long time(int index) {
    return times.get(index);
  }

  /** Returns the value from a step on. */
  public long value(int index) {
    return values.get(index);
  }

  /** Returns the frame that brought a step. */
  public long frame(int index) {
    return frames.get(index);
  }

  /** Returns the subflow that brought a step. */
  public int subflow(int index) {
    return (int) subflows.get(index);
  }

  /** Returns the last step at or before a time, or -1. */
  int at(long time) {
    return times.firstAbove(time) - 1;
  }

  /** Returns the first step whose value is at least this, or the size. */
  int reaching(long value) {
    return values.firstFrom(value);
  }

  /** Returns the step whose line is nearest to a pixel, or -1 if none is within {@code radius}. */
  int nearest(Scale x, Scale y, double px, double py, double radius) {
    int level = at(x.value(px));
    double best = radius;
    int index = -1;
    if (level >= 0 && Math.abs(y.pixel(value(level)) - py) <= best) {
      best = Math.abs(y.pixel(value(level)) - py);
      index = level;
    }
    int riser = reaching(y.value(py));
    if (riser < size()) {
      double distance = Math.abs(x.pixel(time(riser)) - px);
      if (distance < best) {
        index = riser;
      }
    }
    return index;
  }
}
