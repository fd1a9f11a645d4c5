package org.mptcpscope.core.plot;

import java.util.Arrays;
import java.util.Comparator;
import org.mptcpscope.core.metric.Longs;

/**
 * Ranges of octets sent at moments in time, one per segment, in time order, under a 16-ary tree of
 * bounding boxes: a picture of ten million of them looks at some thousand boxes.
 */
public final class Spans {
  private static final int FAN = 16;

  private final Longs times;
  private final Longs lows;
  private final Longs highs;
  private final Longs frames;

  /** Lowest and highest octet of each box; {@code boxLows[0]} has one entry per 16 segments. */
  private final long[][] boxLows;

  private final long[][] boxHighs;

  /**
   * In a file of several interfaces, frames in time order are not always in the order of numbers.
   */
  private final boolean framesAscend;

  private Spans(Longs times, Longs lows, Longs highs, Longs frames) {
    this.times = times;
    this.lows = lows;
    this.highs = highs;
    this.frames = frames;
    this.framesAscend = frames.ascends();
    int depth = 0;
    for (int n = times.size(); n > 1 || depth == 0; n = Math.ceilDiv(n, FAN)) {
      depth++;
    }
    boxLows = new long[depth][];
    boxHighs = new long[depth][];
    for (int level = 0; level < depth; level++) {
      fill(level);
    }
  }

  private void fill(int level) {
    int below = level == 0 ? times.size() : boxLows[level - 1].length;
    long[] low = new long[Math.ceilDiv(below, FAN)];
    long[] high = new long[low.length];
    Arrays.fill(low, Long.MAX_VALUE);
    Arrays.fill(high, Long.MIN_VALUE);
    for (int i = 0; i < below; i++) {
      int box = i / FAN;
      low[box] = Math.min(low[box], level == 0 ? lows.get(i) : boxLows[level - 1][i]);
      high[box] = Math.max(high[box], level == 0 ? highs.get(i) : boxHighs[level - 1][i]);
    }
    boxLows[level] = low;
    boxHighs[level] = high;
  }

  /** Returns how many segments there are. */
  public int size() {
    return times.size();
  }

  /** Returns the time of a segment in nanoseconds. */
  public long time(int index) {
    return times.get(index);
  }

  /** Returns the first octet of a segment. */
  public long low(int index) {
    return lows.get(index);
  }

  /** Returns the octet behind the last one of a segment. */
  public long high(int index) {
    return highs.get(index);
  }

  /** Returns the frame of a segment. */
  public long frame(int index) {
    return frames.get(index);
  }

  /** Returns the indexes in the order of first octets. */
  int[] byLow() {
    int[] order = new int[size()];
    Arrays.setAll(order, i -> i);
    if (lows.ascends()) {
      return order;
    }
    Integer[] boxed = Arrays.stream(order).boxed().toArray(Integer[]::new);
    Arrays.sort(boxed, Comparator.comparingLong(lows::get));
    return Arrays.stream(boxed).mapToInt(Integer::intValue).toArray();
  }

  /** Returns the segment that a frame carries, or -1. */
  int indexOfFrame(long frame) {
    if (framesAscend) {
      int index = frames.firstFrom(frame);
      return index < frames.size() && frames.get(index) == frame ? index : -1;
    }
    for (int i = 0; i < frames.size(); i++) {
      if (frames.get(i) == frame) {
        return i;
      }
    }
    return -1;
  }

  /** Returns the first index at or after a time. */
  int from(long time) {
    return times.firstFrom(time);
  }

  /** Returns lowest and highest octet inside a span of time, or the limits of long in reverse. */
  long[] range(Span time) {
    long[] range = {Long.MAX_VALUE, Long.MIN_VALUE};
    int end = times.firstAbove(time.to());
    int i = from(time.from());
    while (i < end) {
      if (i % FAN == 0 && i + FAN <= end) {
        // A whole box of the lowest level.
        range[0] = Math.min(range[0], boxLows[0][i / FAN]);
        range[1] = Math.max(range[1], boxHighs[0][i / FAN]);
        i += FAN;
      } else {
        range[0] = Math.min(range[0], lows.get(i));
        range[1] = Math.max(range[1], highs.get(i));
        i++;
      }
    }
    return range;
  }

  /** Receives what {@link #visit} finds, in time order. */
  interface Sink {
    /**
     * A segment, or several that lie in one pixel column and within 3 pixels: {@code index} is one.
     */
    void bar(int index, long low, long high);
  }

  /** Finds what is in view, merging what cannot be told apart. */
  void visit(Scale x, Scale y, Sink sink) {
    int top = boxLows.length - 1;
    for (int box = 0; box < boxLows[top].length; box++) {
      visit(top, box, x, y, sink);
    }
  }

  private void visit(int level, int box, Scale x, Scale y, Sink sink) {
    long size = capacity(level);
    int first = (int) (box * size);
    int last = (int) Math.min(first + size, times.size()) - 1;
    long low = boxLows[level][box];
    long high = boxHighs[level][box];
    if (outside(times.get(first), times.get(last), low, high, x.span(), y.span())) {
      return;
    }
    if (x.pixels(times.get(last) - times.get(first)) <= 1 && y.pixels(high - low) <= 3) {
      sink.bar(first, low, high);
      return;
    }
    if (level > 0) {
      int end = Math.min((box + 1) * FAN, boxLows[level - 1].length);
      for (int child = box * FAN; child < end; child++) {
        visit(level - 1, child, x, y, sink);
      }
      return;
    }
    for (int i = first; i <= last; i++) {
      long time = times.get(i);
      if (!outside(time, time, lows.get(i), highs.get(i), x.span(), y.span())) {
        sink.bar(i, lows.get(i), highs.get(i));
      }
    }
  }

  private static boolean outside(long from, long to, long low, long high, Span times, Span octets) {
    return to < times.from() || from > times.to() || high < octets.from() || low > octets.to();
  }

  private static long capacity(int level) {
    long capacity = FAN;
    for (int i = 0; i < level; i++) {
      capacity *= FAN;
    }
    return capacity;
  }

  /**
   * Returns the index of the segment nearest to a pixel, or -1 if none is within {@code radius}.
   */
  int nearest(Scale x, Scale y, double px, double py, double radius) {
    Nearest nearest = new Nearest(x, y, px, py, radius);
    int top = boxLows.length - 1;
    for (int box = 0; box < boxLows[top].length; box++) {
      nearest.look(top, box);
    }
    return nearest.index;
  }

  private final class Nearest {
    private final Scale x;
    private final Scale y;
    private final double px;
    private final double py;
    private double best;
    private int index = -1;

    Nearest(Scale x, Scale y, double px, double py, double radius) {
      this.x = x;
      this.y = y;
      this.px = px;
      this.py = py;
      this.best = radius;
    }

    void look(int level, int box) {
      long size = capacity(level);
      int first = (int) (box * size);
      int last = (int) Math.min(first + size, times.size()) - 1;
      if (distance(times.get(first), times.get(last), boxLows[level][box], boxHighs[level][box])
          > best) {
        return;
      }
      if (level > 0) {
        int end = Math.min((box + 1) * FAN, boxLows[level - 1].length);
        for (int child = box * FAN; child < end; child++) {
          look(level - 1, child);
        }
        return;
      }
      for (int i = first; i <= last; i++) {
        double distance = distance(times.get(i), times.get(i), lows.get(i), highs.get(i));
        if (distance < best || (index < 0 && distance <= best)) {
          best = distance;
          index = i;
        }
      }
    }

    private double distance(long from, long to, long low, long high) {
      double dx = outside(px, x.pixel(from), x.pixel(to));
      double dy = outside(py, y.pixel(high), y.pixel(low));
      return Math.hypot(dx, dy);
    }

    private static double outside(double at, double from, double to) {
      return Math.max(0, Math.max(from - at, at - to));
    }
  }

  /** Collects segments. */
  static final class Builder {
    private Longs times = new Longs();
    private Longs lows = new Longs();
    private Longs highs = new Longs();
    private Longs frames = new Longs();
    private boolean sorted = true;

    void add(long time, long low, long high, long frame) {
      sorted &= times.isEmpty() || times.last() <= time;
      times.add(time);
      lows.add(low);
      highs.add(high);
      frames.add(frame);
    }

    int size() {
      return times.size();
    }

    Spans build() {
      if (!sorted) {
        sort();
      }
      return new Spans(times, lows, highs, frames);
    }

    private void sort() {
      Integer[] order = new Integer[times.size()];
      Arrays.setAll(order, i -> i);
      Arrays.sort(order, Comparator.comparingLong(i -> times.get(i)));
      Builder ordered = new Builder();
      for (int i : order) {
        ordered.add(times.get(i), lows.get(i), highs.get(i), frames.get(i));
      }
      times = ordered.times;
      lows = ordered.lows;
      highs = ordered.highs;
      frames = ordered.frames;
      sorted = true;
    }
  }
}
