package org.mptcpscope.core.reconstruct;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.mptcpscope.core.model.FrameRef;

/**
 * Payload of one direction that no mapping covers yet, in order of capture. A mapping may come late
 * (its own segment was lost and is sent again), so it is judged late: see {@link #overdue}.
 */
final class PendingOctets {
  /** Most pieces that are kept; above, the oldest is only counted. */
  static final int CAP = 1024;

  /** Neighbouring payload is one piece up to this many octets, so that its beginning is judged. */
  private static final int PIECE = 1 << 16;

  /**
   * Payload without a mapping.
   *
   * @param optionless none of its segments had an MPTCP option
   * @param spoiled a part of it was cut by the capture
   * @param first its first segment, with position, SSN and payload to read that again
   */
  record Piece(
      long from,
      long to,
      boolean optionless,
      boolean spoiled,
      FrameRef first,
      long position,
      long segmentSsn,
      int segmentPayload) {
    Piece part(long start, long end) {
      return new Piece(
          start, end, optionless, spoiled, first, position, segmentSsn, segmentPayload);
    }
  }

  /** Is given octets that a mapping covers after all. */
  interface Found {
    /** Octets [from, to) are mapped now. */
    void mapped(long from, long to, FrameRef first);
  }

  private Deque<Piece> pieces = new ArrayDeque<>(2);
  private long total;
  private long givenUp;

  boolean isEmpty() {
    return pieces.isEmpty();
  }

  /** Octets that wait, and those that were judged or given up. */
  long total() {
    return total + givenUp;
  }

  void add(Piece piece) {
    total += piece.to - piece.from;
    Piece last = pieces.peekLast();
    if (last != null
        && last.to == piece.from
        && last.optionless == piece.optionless
        && piece.to - last.from <= PIECE) {
      pieces.removeLast();
      pieces.addLast(
          new Piece(
              last.from,
              piece.to,
              last.optionless,
              last.spoiled || piece.spoiled,
              last.first,
              last.position,
              last.segmentSsn,
              last.segmentPayload));
      return;
    }
    if (pieces.size() == CAP) {
      giveUp(pieces.removeFirst());
    }
    pieces.addLast(piece);
  }

  /** A mapping covers [from, to): these octets wait no longer. */
  void found(long from, long to, Found sink) {
    Deque<Piece> rest = new ArrayDeque<>(pieces.size() + 1);
    for (Piece piece : pieces) {
      long start = Math.max(from, piece.from);
      long end = Math.min(to, piece.to);
      if (start >= end) {
        rest.addLast(piece);
        continue;
      }
      total -= end - start;
      sink.mapped(start, end, piece.first);
      if (piece.from < start) {
        rest.addLast(piece.part(piece.from, start));
      }
      if (end < piece.to) {
        rest.addLast(piece.part(end, piece.to));
      }
    }
    pieces = rest;
  }

  /** The piece that this SSN is of, or null. */
  Piece at(long ssn) {
    for (Piece piece : pieces) {
      if (piece.from <= ssn && ssn < piece.to) {
        return piece;
      }
    }
    return null;
  }

  /** Whether any of [from, to) waits. */
  boolean waits(long from, long to) {
    for (Piece piece : pieces) {
      if (piece.from < to && from < piece.to) {
        return true;
      }
    }
    return false;
  }

  /**
   * Takes the pieces that must be judged: those that end a window before what was acknowledged.
   *
   * @param una first SSN not acknowledged
   * @param window octets that must be acknowledged behind a piece
   */
  List<Piece> overdue(long una, long window) {
    List<Piece> due = new ArrayList<>(1);
    while (!pieces.isEmpty() && pieces.peekFirst().to + window <= una) {
      Piece piece = pieces.removeFirst();
      giveUp(piece);
      due.add(piece);
    }
    return due;
  }

  /** Whether {@link #overdue} would find one. */
  boolean isOverdue(long una, long window) {
    return !pieces.isEmpty() && pieces.peekFirst().to + window <= una;
  }

  /** Takes all pieces; they count on in {@link #total}. */
  List<Piece> drain() {
    List<Piece> all = new ArrayList<>(pieces);
    all.forEach(this::giveUp);
    pieces.clear();
    return all;
  }

  void shift(long delta) {
    Deque<Piece> moved = new ArrayDeque<>(pieces.size() + 1);
    for (Piece p : pieces) {
      moved.addLast(
          new Piece(
              p.from + delta,
              p.to + delta,
              p.optionless,
              p.spoiled,
              p.first,
              p.position,
              p.segmentSsn + delta,
              p.segmentPayload));
    }
    pieces = moved;
  }

  private void giveUp(Piece piece) {
    total -= piece.to - piece.from;
    givenUp += piece.to - piece.from;
  }
}
