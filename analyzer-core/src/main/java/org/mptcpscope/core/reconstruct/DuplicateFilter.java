package org.mptcpscope.core.reconstruct;

/**
 * Tells copies that the capture made from copies that a host sent (facts 5.2, capture-duplicates):
 * the same segment again within 10 ms on another interface, under another VLAN tag, or with a hop
 * limit one off. Looked for among the last sixteen segments of a direction, and only once the
 * direction showed such a difference at all.
 */
final class DuplicateFilter {
  private static final int SIZE = 16;
  private static final long HORIZON = 10_000_000;

  private int[] seq;
  private int[] ack;
  private int[] lengthAndFlags;
  private int[] sumAndId;
  private int[] place;
  private long[] time;
  private int count;
  private boolean mixed;

  /** Whether this segment is a copy made by the capture; remembers it if not. */
  boolean isCopy(SegmentState segment, int vlan, int hopLimit) {
    int here = segment.interfaceId << 20 | (vlan + 1 & 0xfff) << 8 | hopLimit;
    if (seq == null) {
      seq = new int[SIZE];
      ack = new int[SIZE];
      lengthAndFlags = new int[SIZE];
      sumAndId = new int[SIZE];
      place = new int[SIZE];
      time = new long[SIZE];
    } else if (!mixed) {
      mixed = place[count - 1 & SIZE - 1] != here;
    }
    int length = segment.payload << 9 | segment.flags;
    int sum = segment.view.checksum() << 16 | (segment.ip.ipId() & 0xffff);
    if (mixed && isKnown(segment, length, sum, here)) {
      return true;
    }
    int at = count++ & SIZE - 1;
    if (count < 0) {
      count = SIZE;
    }
    seq[at] = segment.rawSeq;
    ack[at] = segment.rawAck;
    lengthAndFlags[at] = length;
    sumAndId[at] = sum;
    place[at] = here;
    time[at] = segment.time;
    return false;
  }

  private boolean isKnown(SegmentState segment, int length, int sum, int here) {
    for (int i = Math.max(0, count - SIZE); i < count; i++) {
      int at = i & SIZE - 1;
      if (seq[at] == segment.rawSeq
          && ack[at] == segment.rawAck
          && lengthAndFlags[at] == length
          && sumAndId[at] == sum
          && Math.abs(segment.time - time[at]) <= HORIZON
          && isOtherPlace(place[at], here)) {
        return true;
      }
    }
    return false;
  }

  /** Another interface or VLAN, or the same with a hop limit one off. */
  private static boolean isOtherPlace(int there, int here) {
    return there >>> 8 != here >>> 8 || Math.abs((there & 0xff) - (here & 0xff)) == 1;
  }
}
