package org.mptcpscope.core.reconstruct;

import org.mptcpscope.core.model.FrameRef;

/**
 * The first copies of the payload of one direction, in order of capture, while it is in flight and
 * for one receive window more: where octets can be read again, and which frame had them first.
 */
final class SegmentLog {
  /** Most segments that are kept; above, the oldest is forgotten. */
  static final int CAP = 4096;

  private static final long MAPPED = 1L << 31;

  // Words of a row. The last one has the frame (32 bits), MAPPED, and the length (31 bits).
  private static final int SSN = 0;
  private static final int DSN = 1;
  private static final int TIME = 2;
  private static final int POSITION = 3;
  private static final int REST = 4;
  private static final int WORDS = 5;

  private final RowRing ring = new RowRing(WORDS, CAP);

  /**
   * Notes a segment.
   *
   * @param ssn of its first octet
   * @param position handle to read its frame again, negative if that is not possible
   */
  void add(long ssn, int length, int frame, long time, long position) {
    int row = ring.add();
    ring.set(row, SSN, ssn);
    ring.set(row, TIME, time);
    ring.set(row, POSITION, position);
    ring.set(row, REST, (long) frame << 32 | length);
  }

  /** Notes a segment whose first octet has this DSN. */
  void add(long ssn, long dsn, int length, int frame, long time, long position) {
    int row = ring.add();
    ring.set(row, SSN, ssn);
    ring.set(row, DSN, dsn);
    ring.set(row, TIME, time);
    ring.set(row, POSITION, position);
    ring.set(row, REST, (long) frame << 32 | MAPPED | length);
  }

  /** Notes the DSN of the first octet of the segment added last. */
  void mapLast(long dsn) {
    int row = ring.row(ring.behind() - 1);
    ring.set(row, DSN, dsn);
    ring.set(row, REST, ring.get(row, REST) | MAPPED);
  }

  /**
   * Index of the oldest entry that has this SSN, or -1. Indices hold until the next {@link #add}.
   */
  int findSsn(long ssn) {
    return overlap(ring.first(), ssn, ssn + 1);
  }

  /** Index of the oldest entry with a part of SSNs [from, to) behind the entry given, or -1. */
  int nextOverlap(int after, long from, long to) {
    return overlap(after < 0 ? ring.first() : ring.position(after) + 1, from, to);
  }

  private int overlap(int begin, long from, long to) {
    for (int i = begin; i != ring.behind(); i++) {
      int row = ring.row(i);
      if (ssn(row) < to && from < ssn(row) + length(row)) {
        return row;
      }
    }
    return -1;
  }

  /** Index of the oldest entry whose mapped octets have this DSN, or -1. */
  int findDsn(long dsn) {
    for (int i = ring.first(); i != ring.behind(); i++) {
      int row = ring.row(i);
      long offset = dsn - ring.get(row, DSN);
      if ((ring.get(row, REST) & MAPPED) != 0 && offset >= 0 && offset < length(row)) {
        return row;
      }
    }
    return -1;
  }

  long ssn(int at) {
    return ring.get(at, SSN);
  }

  /** DSN of the first octet, if it is mapped. */
  long dsn(int at) {
    return ring.get(at, DSN);
  }

  int length(int at) {
    return (int) ring.get(at, REST) & Integer.MAX_VALUE;
  }

  int frame(int at) {
    return (int) (ring.get(at, REST) >>> 32);
  }

  long time(int at) {
    return ring.get(at, TIME);
  }

  FrameRef ref(int at) {
    return new FrameRef(frame(at), time(at));
  }

  long position(int at) {
    return ring.get(at, POSITION);
  }

  /** Forgets the oldest ones as long as they end at or before this SSN. */
  void dropBelow(long bound) {
    while (ring.size() > 0) {
      int row = ring.row(ring.first());
      if (ssn(row) + length(row) > bound) {
        return;
      }
      ring.dropFirst();
    }
  }

  /** Adds a constant to all DSNs. */
  void shift(long delta) {
    for (int i = ring.first(); i != ring.behind(); i++) {
      int row = ring.row(i);
      ring.set(row, DSN, ring.get(row, DSN) + delta);
    }
  }

  int size() {
    return ring.size();
  }
}
