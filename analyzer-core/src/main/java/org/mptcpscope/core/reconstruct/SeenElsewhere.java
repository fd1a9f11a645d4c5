package org.mptcpscope.core.reconstruct;

import java.util.Arrays;

/**
 * The segments of one direction that one file of a merged capture showed, to know them again when
 * another file shows them: seconds may lie between two points, and thousands of segments. A segment
 * is known by its numbers, lengths, time stamps and IPv4 identification; a host that sends the same
 * octets again gives new ones. Grows with what is under way, up to 16,384 segments.
 */
final class SeenElsewhere {
  /** What another file shows of a segment. */
  enum Copy {
    /** Nothing. */
    NONE,
    /** The same segment. */
    SAME,
    /** The same segment with other octets: a box between the two points changed it. */
    ALTERED
  }

  private static final int WAYS = 4;
  private static final int FEWEST = 64;
  private static final int MOST = 4096;

  /** How long a segment is under way between two points, at most, clocks included. */
  static final long HORIZON = 2_000_000_000;

  private long[] prints = new long[FEWEST * WAYS];
  private long[] times = new long[FEWEST * WAYS];
  private int[] marks = new int[FEWEST * WAYS];
  private int sets = FEWEST;

  SeenElsewhere() {
    Arrays.fill(times, Long.MIN_VALUE / 2);
  }

  /** Looks the segment up, and remembers it if it is new. */
  Copy look(SegmentState s) {
    boolean partial = s.view.checksumPartial(s.ip);
    int mark = s.interfaceId << 17 | s.view.checksum() << 1 | (partial ? 1 : 0);
    boolean distinct = s.ip.ipId() > 0 || s.tsVal >= 0;
    long horizon = distinct ? HORIZON : DuplicateFilter.HORIZON;
    long print = print(s);
    int set = set(print, sets);
    int oldest = set;
    for (int at = set; at < set + WAYS; at++) {
      if (prints[at] == print
          && marks[at] >>> 17 != mark >>> 17
          && Math.abs(s.time - times[at]) <= horizon) {
        boolean whole = (marks[at] & 1) == 0 && !partial;
        return whole && (marks[at] ^ mark) << 15 != 0 ? Copy.ALTERED : Copy.SAME;
      }
      oldest = times[at] < times[oldest] ? at : oldest;
    }
    if (s.time - times[oldest] < HORIZON && sets < MOST) {
      grow();
      oldest = oldestOf(set(print, sets));
    }
    prints[oldest] = print;
    times[oldest] = s.time;
    marks[oldest] = mark;
    return Copy.NONE;
  }

  private static long print(SegmentState s) {
    long print = (long) s.rawSeq << 32 | s.rawAck & 0xffff_ffffL;
    print = mixed(print) ^ ((long) s.payload << 32 | s.flags << 16 | s.ip.ipId() & 0xffff);
    print = mixed(print) ^ s.tsVal << 32 ^ s.tsEcr;
    return mixed(print) ^ s.rawWindow;
  }

  private static long mixed(long bits) {
    long mixed = bits * 0x9e3779b97f4a7c15L;
    return mixed ^ mixed >>> 29;
  }

  private static int set(long print, int sets) {
    return (int) (mixed(print) >>> 40) % sets * WAYS;
  }

  private int oldestOf(int set) {
    int oldest = set;
    for (int at = set + 1; at < set + WAYS; at++) {
      oldest = times[at] < times[oldest] ? at : oldest;
    }
    return oldest;
  }

  private void grow() {
    long[] oldPrints = prints;
    long[] oldTimes = times;
    int[] oldMarks = marks;
    sets *= 2;
    prints = new long[sets * WAYS];
    times = new long[sets * WAYS];
    marks = new int[sets * WAYS];
    Arrays.fill(times, Long.MIN_VALUE / 2);
    for (int i = 0; i < oldPrints.length; i++) {
      int to = oldestOf(set(oldPrints[i], sets));
      if (oldTimes[i] > times[to]) {
        prints[to] = oldPrints[i];
        times[to] = oldTimes[i];
        marks[to] = oldMarks[i];
      }
    }
  }
}
