package org.mptcpscope.core.plot;

import org.mptcpscope.core.metric.Longs;

/**
 * A value that only grows, as steps in time: the highest Data ACK so far, or the highest window
 * edge so far.
 */
public final class Curve {
  private final Longs times = new Longs();
  private final Longs values = new Longs();
  private final Longs frames;
  private final Longs subflows;

  private Curve(Longs frames, Longs subflows) {
    this.frames = frames;
    this.subflows = subflows;
  }

  /** A curve that knows of each step its frame and its subflow. */
  static Curve withSubflows() {
    return new Curve(new Longs(), new Longs());
  }

  /** A curve that knows of each step its frame. */
  static Curve withFrames() {
    return new Curve(new Longs(), null);
  }

  /** A curve of times and values only. */
  static Curve bare() {
    return new Curve(null, null);
  }

  /** Adds a step, unless the value is not above the last one or the time is before it. */
  boolean rise(long time, long value, long frame, int subflow) {
    if (!times.isEmpty() && (value <= values.last() || time < times.last())) {
      return false;
    }
    times.add(time);
    values.add(value);
    if (frames != null) {
      frames.add(frame);
    }
    if (subflows != null) {
      subflows.add(subflow);
    }
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

  /** Returns the frame that brought a step, or 0 if the curve does not know. */
  public long frame(int index) {
    return frames == null ? 0 : frames.get(index);
  }

  /** Returns the subflow that brought a step, or -1 if the curve does not know. */
  public int subflow(int index) {
    return subflows == null ? -1 : (int) subflows.get(index);
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
