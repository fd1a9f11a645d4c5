package org.mptcpscope.core.reconstruct;

import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.MappingTable.Mapping;

/**
 * The mappings of one direction as they were declared, newest last: what a run merges away is kept
 * here while its octets are in flight, so that a finding can name the frame and the length.
 */
final class Declarations {
  /** Most that are kept; above, the oldest is forgotten. */
  static final int CAP = 1024;

  private static final int FIRST_CAPACITY = 4;

  private long[] dsns = new long[FIRST_CAPACITY];
  private long[] ssns = new long[FIRST_CAPACITY];
  private int[] lengths = new int[FIRST_CAPACITY];
  private int[] frames = new int[FIRST_CAPACITY];
  private long[] times = new long[FIRST_CAPACITY];
  private boolean[] capable = new boolean[FIRST_CAPACITY];

  // Positions count up for ever and are reduced to the length of the arrays, a power of two.
  private int first;
  private int behind;

  void add(long dsn, long ssn, int length, boolean byCapable, int frame, long time) {
    if (behind - first == dsns.length) {
      if (dsns.length == CAP) {
        first++;
      } else {
        grow();
      }
    }
    int at = slot(behind++);
    dsns[at] = dsn;
    ssns[at] = ssn;
    lengths[at] = length;
    frames[at] = frame;
    times[at] = time;
    capable[at] = byCapable;
  }

  /** The oldest declaration that covers this SSN, or -1: the first mapping stays in force. */
  int find(long ssn) {
    for (int i = first; i != behind; i++) {
      int at = slot(i);
      if (ssns[at] <= ssn && ssn < ssns[at] + lengths[at]) {
        return at;
      }
    }
    return -1;
  }

  int frame(int at) {
    return frames[at];
  }

  boolean byCapable(int at) {
    return capable[at];
  }

  Mapping mapping(int at) {
    return new Mapping(
        dsns[at], ssns[at], lengths[at], capable[at], new FrameRef(frames[at], times[at]));
  }

  /** Forgets the oldest ones as long as they end at or before this SSN. */
  void dropBelow(long bound) {
    while (first != behind && ssns[slot(first)] + lengths[slot(first)] <= bound) {
      first++;
    }
  }

  void shift(long delta) {
    for (int i = first; i != behind; i++) {
      dsns[slot(i)] += delta;
    }
  }

  int size() {
    return behind - first;
  }

  private int slot(int position) {
    return position & (dsns.length - 1);
  }

  private void grow() {
    int count = behind - first;
    int turn = slot(first);
    int capacity = dsns.length * 2;
    dsns = Rings.turned(dsns, turn, capacity);
    ssns = Rings.turned(ssns, turn, capacity);
    times = Rings.turned(times, turn, capacity);
    lengths = Rings.turned(lengths, turn, capacity);
    frames = Rings.turned(frames, turn, capacity);
    capable = Rings.turned(capable, turn, capacity);
    first = 0;
    behind = count;
  }
}
