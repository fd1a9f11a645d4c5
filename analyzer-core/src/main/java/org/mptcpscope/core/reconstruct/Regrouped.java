package org.mptcpscope.core.reconstruct;

import java.util.Arrays;
import org.mptcpscope.core.model.Subflow.Segment;

/**
 * The payload of one direction that several interfaces show, cut into segments in other ways: large
 * ones before the network card of the sender splits them or after that of the receiver merged them,
 * packets on the wire between. What an interface shows for the first time, in order, was not sent
 * again if another one showed it shortly before, with the same time stamp.
 */
final class Regrouped {
  private static final int FEWEST = 16;
  private static final int MOST = 256;
  private static final int MOST_INTERFACES = 8;

  /** For a TSval that was not kept. */
  private static final long ANY = -2;

  // One row a segment: SSNs, capture time, TSval and interface.
  private long[] from = new long[FEWEST];
  private long[] to = new long[FEWEST];
  private long[] time = new long[FEWEST];
  private long[] tsVal = new long[FEWEST];
  private int[] place = new int[FEWEST];
  private int next;

  /** By interface, the SSN behind all payload that it showed. */
  private final long[] ends = new long[MOST_INTERFACES];

  /** Begins with what the only interface so far showed last. */
  Regrouped(RecentSegments recent, int interfaceId) {
    Arrays.fill(time, Long.MIN_VALUE / 2);
    Arrays.fill(ends, Long.MIN_VALUE);
    for (Segment segment : recent.all()) {
      if (segment.payload() > 0) {
        long begin = segment.ssn();
        remember(begin, begin + segment.payload(), segment.frame().time(), ANY, interfaceId);
      }
    }
  }

  /** Whether the payload of this segment is a copy; remembers it. */
  boolean isCopy(SegmentState s, long horizon) {
    if (s.payload == 0 || s.isSyn() || s.isRst() || !s.out.anchored) {
      return false;
    }
    if (s.interfaceId >= MOST_INTERFACES) {
      return false;
    }
    long begin = s.out.unwrap(s.rawSeq);
    long end = begin + s.payload;
    boolean first = begin >= ends[s.interfaceId];
    ends[s.interfaceId] = Math.max(ends[s.interfaceId], end);
    boolean closes = s.isFin() && s.out.finSsn != end;
    if (first && !closes && s.out.sent.firstMissing(begin) >= end && isKnown(s, begin, horizon)) {
      return true;
    }
    if (s.time - time[next] <= horizon && from.length < MOST && s.out.takeRows(from.length)) {
      grow();
    }
    remember(begin, end, s.time, s.tsVal, s.interfaceId);
    return false;
  }

  /** Another interface showed the first octet. */
  private boolean isKnown(SegmentState s, long begin, long horizon) {
    for (int i = 0; i < from.length; i++) {
      if (from[i] <= begin
          && begin < to[i]
          && place[i] != s.interfaceId
          && (tsVal[i] == s.tsVal || tsVal[i] == ANY)
          && Math.abs(s.time - time[i]) <= horizon) {
        return true;
      }
    }
    return false;
  }

  private void remember(long begin, long end, long at, long stamp, int where) {
    from[next] = begin;
    to[next] = end;
    time[next] = at;
    tsVal[next] = stamp;
    place[next] = where;
    next = (next + 1) % from.length;
  }

  /** All rows stay; the new ones behind them come next. */
  private void grow() {
    next = from.length;
    int size = 2 * from.length;
    from = Arrays.copyOf(from, size);
    to = Arrays.copyOf(to, size);
    tsVal = Arrays.copyOf(tsVal, size);
    place = Arrays.copyOf(place, size);
    time = Arrays.copyOf(time, size);
    Arrays.fill(time, next, size, Long.MIN_VALUE / 2);
  }
}
