package org.mptcpscope.core.reconstruct;

import org.mptcpscope.core.model.FrameRef;

/**
 * The first copies of the payload of one direction, in order of capture, while it is in flight and
 * for one receive window more: where octets can be read again, and which frame had them first.
 */
final class SegmentLog {
  /** Most segments that are kept; above, the oldest is forgotten. */
  static final int CAP = 4096;

  private static final int FIRST_CAPACITY = 4;

  private long[] ssns = new long[FIRST_CAPACITY];
  private long[] dsns = new long[FIRST_CAPACITY];
  private int[] lengths = new int[FIRST_CAPACITY];
  private boolean[] mapped = new boolean[FIRST_CAPACITY];
  private int[] frames = new int[FIRST_CAPACITY];
  private long[] times = new long[FIRST_CAPACITY];
  private long[] positions = new long[FIRST_CAPACITY];

  // Positions in the ring count up for ever; the length of the arrays is a power of two.
  private int first;
  private int behind;

  /**
   * Notes a segment.
   *
   * @param ssn of its first octet
   * @param position handle to read its frame again, negative if that is not possible
   */
  void add(long ssn, int length, int frame, long time, long position) {
    if (behind - first == ssns.length) {
      if (ssns.length == CAP) {
        first++;
      } else {
        grow();
      }
    }
    int at = slot(behind++);
    ssns[at] = ssn;
    lengths[at] = length;
    mapped[at] = false;
    frames[at] = frame;
    times[at] = time;
    positions[at] = position;
  }

  /** Notes the DSN of the first octet of the segment added last. */
  void mapLast(long dsn) {
    int at = slot(behind - 1);
    dsns[at] = dsn;
    mapped[at] = true;
  }

  /**
   * Index of the oldest entry that has this SSN, or -1. Indices hold until the next {@link #add}.
   */
  int findSsn(long ssn) {
    for (int i = first; i != behind; i++) {
      int at = slot(i);
      if (ssns[at] <= ssn && ssn < ssns[at] + lengths[at]) {
        return at;
      }
    }
    return -1;
  }

  /** Index of the oldest entry with a part of SSNs [from, to) behind the entry given, or -1. */
  int nextOverlap(int after, long from, long to) {
    int i = after < 0 ? first : first + ((after - slot(first)) & (ssns.length - 1)) + 1;
    for (; i != behind; i++) {
      int at = slot(i);
      if (ssns[at] < to && from < ssns[at] + lengths[at]) {
        return at;
      }
    }
    return -1;
  }

  /** Index of the oldest entry whose mapped octets have this DSN, or -1. */
  int findDsn(long dsn) {
    for (int i = first; i != behind; i++) {
      int at = slot(i);
      if (mapped[at] && dsn - dsns[at] >= 0 && dsn - dsns[at] < lengths[at]) {
        return at;
      }
    }
    return -1;
  }

  long ssn(int at) {
    return ssns[at];
  }

  int length(int at) {
    return lengths[at];
  }

  int frame(int at) {
    return frames[at];
  }

  long time(int at) {
    return times[at];
  }

  FrameRef ref(int at) {
    return new FrameRef(frames[at], times[at]);
  }

  long position(int at) {
    return positions[at];
  }

  /** Forgets the oldest ones as long as they end at or before this SSN. */
  void dropBelow(long bound) {
    while (first != behind && ssns[slot(first)] + lengths[slot(first)] <= bound) {
      first++;
    }
  }

  /** Adds a constant to all DSNs. */
  void shift(long delta) {
    for (int i = first; i != behind; i++) {
      dsns[slot(i)] += delta;
    }
  }

  int size() {
    return behind - first;
  }

  private int slot(int position) {
    return position & (ssns.length - 1);
  }

  private void grow() {
    int count = behind - first;
    int turn = slot(first);
    int capacity = ssns.length * 2;
    ssns = Rings.turned(ssns, turn, capacity);
    dsns = Rings.turned(dsns, turn, capacity);
    times = Rings.turned(times, turn, capacity);
    positions = Rings.turned(positions, turn, capacity);
    lengths = Rings.turned(lengths, turn, capacity);
    frames = Rings.turned(frames, turn, capacity);
    mapped = Rings.turned(mapped, turn, capacity);
    first = 0;
    behind = count;
  }
}
