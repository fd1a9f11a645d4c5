package org.mptcpscope.core.reconstruct;

import org.mptcpscope.dissector.mptcp.BulkView;
import org.mptcpscope.dissector.tcp.Seq32;

/**
 * Tells copies that the capture made from copies that a host sent (facts 5.2, capture-duplicates):
 * the same segment again within 10 ms at another place (interface, VLAN tag, tunnel), or with a hop
 * limit one off; and on the same interface, as a mirror of both ports of a switch makes them, with
 * the IPv4 identification of the first, since a host that sends again gives the packet a new one. A
 * direction without any sign of copies, as nearly all are, keeps its last segment only; once there
 * is one the last sixteen are kept, and more where they are dense.
 */
final class DuplicateFilter {
  private static final int SIZE = 16;

  /** A dense flow has more segments within the horizon; this many are kept at most. */
  private static final int MOST = 128;

  static final long HORIZON = 10_000_000;

  /** Odd, so that no two numbers become one, and mixed so that sums differ. */
  private static final int INTERFACE = 0x9e3779b1;

  private static final int PLACE = 0x85ebca6b;

  private int lastSeq;
  private int lastAck;
  private int lastLengthAndFlags;
  private int lastSumAndId;
  private int lastPlace;
  private long lastTime;
  private boolean any;
  private Ring ring;

  private static final class Ring {
    private int[] seq = new int[SIZE];
    private int[] ack = new int[SIZE];
    private int[] lengthAndFlags = new int[SIZE];
    private int[] sumAndId = new int[SIZE];
    private int[] place = new int[SIZE];
    private long[] time = new long[SIZE];

    /** Where the next one goes; the oldest lies there when it is full. */
    private int next;

    private int count;

    /** The place of the i-th youngest. */
    private int at(int i) {
      return next - 1 - i & seq.length - 1;
    }

    /** Whether what may still be copied would go, and there may be room for more. */
    private boolean isFull(long now) {
      int size = seq.length;
      return count == size && size < MOST && now - time[next] <= HORIZON;
    }

    /** Room for twice as many; the oldest lies first. */
    private void grow() {
      seq = turned(seq);
      ack = turned(ack);
      lengthAndFlags = turned(lengthAndFlags);
      sumAndId = turned(sumAndId);
      place = turned(place);
      long[] longer = new long[2 * count];
      System.arraycopy(time, next, longer, 0, count - next);
      System.arraycopy(time, 0, longer, count - next, next);
      time = longer;
      next = count;
    }

    private int[] turned(int[] full) {
      int[] longer = new int[2 * count];
      System.arraycopy(full, next, longer, 0, count - next);
      System.arraycopy(full, 0, longer, count - next, next);
      return longer;
    }
  }

  /** Whether this segment is a copy made by the capture; remembers it if not. */
  boolean isCopy(SegmentState segment, int place, int hopLimit) {
    int here = here(segment.interfaceId, place, hopLimit);
    int length = length(segment.payload, segment.flags);
    int sum = sum(segment.view.checksum(), segment.ip.ipId());
    boolean counts = segment.ip.ipId() > 0;
    boolean back = any && counts && isBack(sum);
    if (ring == null && (segment.mirrored || any && (lastPlace != here || back))) {
      ring = new Ring();
      if (any) {
        remember();
      }
    }
    if (ring != null && isKnown(segment, length, sum, here, counts)) {
      return true;
    }
    if (back && lastPlace == here && isOlder(segment)) {
      segment.on.connection().pass.disorder().overtaken(segment.time - youngerSince(sum, here));
    }
    any = true;
    lastSeq = segment.rawSeq;
    lastAck = segment.rawAck;
    lastLengthAndFlags = length;
    lastSumAndId = sum;
    lastPlace = here;
    lastTime = segment.time;
    if (ring != null) {
      if (ring.isFull(segment.time) && segment.out.takeRows(ring.count)) {
        ring.grow();
      }
      remember();
    }
    return false;
  }

  /** Where a segment passed. */
  static int here(int interfaceId, int place, int hopLimit) {
    return (interfaceId * INTERFACE + place * PLACE) << 8 | hopLimit;
  }

  private static int length(int payload, int flags) {
    return payload << 9 | flags;
  }

  private static int sum(int checksum, int ipId) {
    return checksum << 16 | (ipId & 0xffff);
  }

  /** Whether nothing suggests copies so far. */
  boolean isPlain() {
    return ring == null && any;
  }

  /** Whether, after {@link #isPlain}, nothing of a segment does that passed here. */
  boolean isNext(BulkView segment, int here) {
    boolean back = segment.ipId() > 0 && isBack(sum(segment.checksum(), segment.ipId()));
    return !back && lastPlace == here;
  }

  /** Remembers such a segment. */
  void next(BulkView segment, long time) {
    lastSeq = segment.seq();
    lastAck = segment.ack();
    lastLengthAndFlags = length(segment.payload(), segment.flags());
    lastSumAndId = sum(segment.checksum(), segment.ipId());
    lastTime = time;
  }

  /** A host that counts its IPv4 packets sends no older number, nor the same one. */
  private boolean isBack(int sum) {
    int step = (short) (sum - lastSumAndId);
    return step <= 0 && step > -SIZE;
  }

  /** When the first segment with a younger number passed here that is remembered. */
  private long youngerSince(int sum, int here) {
    long since = lastTime;
    for (int i = 0; i < ring.count; i++) {
      int at = ring.at(i);
      int step = (short) (ring.sumAndId[at] - sum);
      if (ring.place[at] == here && step > 0 && step < SIZE) {
        since = Math.min(since, ring.time[at]);
      }
    }
    return since;
  }

  /** Numbers of a host that counts nothing look back by chance, those of TCP do not. */
  private boolean isOlder(SegmentState segment) {
    return !Seq32.less(lastSeq, segment.rawSeq) && !Seq32.less(lastAck, segment.rawAck);
  }

  private void remember() {
    int at = ring.next;
    ring.next = at + 1 & ring.seq.length - 1;
    ring.count = Math.min(ring.count + 1, ring.seq.length);
    ring.seq[at] = lastSeq;
    ring.ack[at] = lastAck;
    ring.lengthAndFlags[at] = lastLengthAndFlags;
    ring.sumAndId[at] = lastSumAndId;
    ring.place[at] = lastPlace;
    ring.time[at] = lastTime;
  }

  private boolean isKnown(SegmentState segment, int length, int sum, int here, boolean counts) {
    for (int i = 0; i < ring.count; i++) {
      int at = ring.at(i);
      if (ring.seq[at] == segment.rawSeq
          && ring.ack[at] == segment.rawAck
          && ring.lengthAndFlags[at] == length
          && ring.sumAndId[at] == sum
          && Math.abs(segment.time - ring.time[at]) <= HORIZON
          && (isOtherPlace(ring.place[at], here) || counts && ring.place[at] == here)) {
        segment.mirrored |= ring.place[at] == here;
        return true;
      }
    }
    return false;
  }

  /** Another place, or the same with a hop limit one off. */
  private static boolean isOtherPlace(int there, int here) {
    return there >>> 8 != here >>> 8 || Math.abs((there & 0xff) - (here & 0xff)) == 1;
  }
}
