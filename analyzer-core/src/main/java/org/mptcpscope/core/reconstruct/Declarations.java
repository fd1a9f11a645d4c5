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

  private static final long BY_CAPABLE = 1L << 31;

  // Words of a row. The last one has the frame (32 bits), BY_CAPABLE, and the length (31 bits).
  private static final int DSN = 0;
  private static final int SSN = 1;
  private static final int TIME = 2;
  private static final int REST = 3;
  private static final int WORDS = 4;

  private final RowRing ring = new RowRing(WORDS, CAP);

  void add(long dsn, long ssn, int length, boolean byCapable, int frame, long time) {
    int row = ring.add();
    ring.set(row, DSN, dsn);
    ring.set(row, SSN, ssn);
    ring.set(row, TIME, time);
    ring.set(row, REST, (long) frame << 32 | (byCapable ? BY_CAPABLE : 0) | length);
  }

  /** The oldest declaration that covers this SSN, or -1: the first mapping stays in force. */
  int find(long ssn) {
    for (int i = ring.first(); i != ring.behind(); i++) {
      int row = ring.row(i);
      if (ring.get(row, SSN) <= ssn && ssn < end(row)) {
        return row;
      }
    }
    return -1;
  }

  /** The newest declaration that begins with this DSN, or -1. */
  int beginningAt(long dsn) {
    for (int i = ring.behind() - 1; i - ring.first() >= 0; i--) {
      int row = ring.row(i);
      if (ring.get(row, DSN) == dsn) {
        return row;
      }
    }
    return -1;
  }

  /** The newest declaration that has this DSN behind its first octet, or -1. */
  int around(long dsn) {
    for (int i = ring.behind() - 1; i - ring.first() >= 0; i--) {
      int row = ring.row(i);
      long ahead = dsn - ring.get(row, DSN);
      if (ahead > 0 && ahead < length(row)) {
        return row;
      }
    }
    return -1;
  }

  /** Whether the declaration made last begins with this DSN. */
  boolean isLast(long dsn) {
    return ring.size() > 0 && ring.get(ring.row(ring.behind() - 1), DSN) == dsn;
  }

  private long end(int row) {
    return ring.get(row, SSN) + length(row);
  }

  private int length(int row) {
    return (int) ring.get(row, REST) & Integer.MAX_VALUE;
  }

  int frame(int at) {
    return (int) (ring.get(at, REST) >>> 32);
  }

  boolean byCapable(int at) {
    return (ring.get(at, REST) & BY_CAPABLE) != 0;
  }

  Mapping mapping(int at) {
    return new Mapping(
        ring.get(at, DSN),
        ring.get(at, SSN),
        length(at),
        byCapable(at),
        new FrameRef(frame(at), ring.get(at, TIME)));
  }

  /** Forgets the oldest ones as long as they end at or before this SSN. */
  void dropBelow(long bound) {
    while (ring.size() > 0 && end(ring.row(ring.first())) <= bound) {
      ring.dropFirst();
    }
  }

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
