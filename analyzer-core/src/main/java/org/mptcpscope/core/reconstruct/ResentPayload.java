package org.mptcpscope.core.reconstruct;

import java.lang.foreign.MemorySegment;
import java.util.EnumSet;
import java.util.Set;
import org.mptcpscope.core.event.Carrier.TcpChecksum;
import org.mptcpscope.core.event.MptcpEvent.PayloadDiffered;
import org.mptcpscope.core.event.MptcpEvent.PayloadDiffered.Space;
import org.mptcpscope.core.model.Doubt;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.MappingTable.Range;
import org.mptcpscope.dissector.link.FrameView;
import org.mptcpscope.dissector.tcp.SegmentView;

/**
 * Compares payload that is sent again with its first copy, which is read from the capture once
 * more: under the same SSNs on its subflow, and under the same DSNs on any (RFC 8684, 3.3.1). Only
 * what is in flight, or was acknowledged within a window, can be compared. A segment whose TCP
 * checksum is wrong proves nothing.
 */
final class ResentPayload implements FrameReader.Sink {
  /** Most earlier segments that one is compared with in each space. */
  private static final int MOST_ORIGINALS = 8;

  private final ConnectionState connection;
  private final DataPlane plane;
  private final EventSink sink;
  private int differed;

  // ---- the comparison in hand ------------------------------------------------------------------
  private SegmentState s;

  /** How far into its payload the first of the octets lies, in both copies, and how many. */
  private long hereAt;

  private long thereAt;
  private long octets;

  /** How many of them are equal before the first that is not; negative if none is unlike. */
  private long equal;

  ResentPayload(ConnectionState connection, DataPlane plane, EventSink sink) {
    this.connection = connection;
    this.plane = plane;
    this.sink = sink;
  }

  /** Payload of the segment, which is not in the log yet, that has SSNs of earlier segments. */
  void onSubflow(SegmentState segment) {
    long from = Math.max(1, segment.ssn);
    long end = segment.ssn + segment.payload;
    if (!isComparable(segment) || segment.payload == 1 && from < segment.out.sndUna) {
      return;
    }
    for (int i = 0; i <= segment.pieces; i++) {
      long to = i < segment.pieces ? segment.pieceFrom[i] : end;
      onSubflow(segment, from, to);
      from = i < segment.pieces ? segment.pieceTo[i] : end;
    }
  }

  private void onSubflow(SegmentState segment, long from, long to) {
    SegmentLog log = segment.out.ledger.log;
    long at = from;
    for (int i = 0; i < MOST_ORIGINALS && log != null && at < to; i++) {
      int row = log.findSsn(at);
      if (row < 0) {
        return;
      }
      long end = Math.min(to, log.ssn(row) + log.length(row));
      s = segment;
      if (!differs(log, row, at - segment.ssn, at - log.ssn(row), end - at)) {
        segment.out.ledger.differed.fails(segment.time);
      } else if (segment.out.ledger.differed.holds(segment.time, segment.on.grace())) {
        state(Space.SSN, at + equal, end, log.ref(row), segment.on);
        return;
      }
      at = end;
    }
  }

  /** Payload [from, to) of the segment, in SSNs, whose DSNs were sent before under other SSNs. */
  void onStream(SegmentState segment, long from, long to, long delta) {
    // A probe of a closed window may map what comes next to a number that arrived, which the
    // capture need not show.
    boolean mayProbe = segment.payload == 1;
    if (mayProbe || !isComparable(segment) || plane.fallbacks().of(segment.by).isSuspected()) {
      return;
    }
    for (SubflowState subflow : connection.subflowStates()) {
      DirectionState direction = subflow.direction(segment.by);
      if (direction.ledger.log != null && direction.ledger.runs != null) {
        onStream(segment, direction, from, to, delta);
      }
    }
  }

  private void onStream(
      SegmentState segment, DirectionState direction, long from, long to, long delta) {
    SegmentLog log = direction.ledger.log;
    long at = from;
    for (int i = 0; i < MOST_ORIGINALS && at < to; i++) {
      int row = log.findDsn(at + delta);
      if (row < 0) {
        return;
      }
      long offset = at + delta - log.dsn(row);
      long end = Math.min(to, at + log.length(row) - offset);
      s = segment;
      if (!isMappedWhole(direction, log, row)
          || !differs(log, row, at - segment.ssn, offset, end - at)) {
        segment.out.ledger.differedInStream.fails(segment.time);
      } else if (segment.out.ledger.differedInStream.holds(segment.time, segment.on.grace())) {
        state(Space.DSN, at + delta + equal, end + delta, log.ref(row), direction.subflow);
        return;
      }
      at = end;
    }
  }

  /**
   * Whether all octets of a segment have the numbers that its first one lets expect. One octet
   * alone may have been a probe.
   */
  private static boolean isMappedWhole(DirectionState direction, SegmentLog log, int row) {
    MappingRuns runs = direction.ledger.runs;
    long ssn = log.ssn(row);
    int run = log.length(row) > 1 ? runs.find(ssn) : -1;
    return run >= 0
        && runs.endOf(run) >= ssn + log.length(row)
        && runs.deltaOf(run) == log.dsn(row) - ssn;
  }

  private boolean isComparable(SegmentState segment) {
    return differed < DataPlane.MOST_EVENTS && segment.payloadCaptured > 0 && sink.listening();
  }

  // ---- octets ----------------------------------------------------------------------------------

  private boolean differs(SegmentLog log, int row, long here, long there, long count) {
    hereAt = here;
    thereAt = there;
    octets = count;
    equal = -1;
    FrameReader.read(connection.pass.source(), log.position(row), this);
    return equal >= 0 && s.checksum() != TcpChecksum.BAD;
  }

  @Override
  public void segment(FrameView ip, SegmentView original) {
    long both =
        Math.min(
            octets,
            Math.min(s.payloadCaptured - hereAt, (long) original.payloadCaptured() - thereAt));
    if (both <= 0 || isDamaged(ip, original)) {
      return;
    }
    long here = s.view.payloadOffset() + hereAt;
    long there = original.payloadOffset() + thereAt;
    equal =
        MemorySegment.mismatch(
            s.view.buffer(), here, here + both, original.buffer(), there, there + both);
  }

  private static boolean isDamaged(FrameView ip, SegmentView segment) {
    return !segment.checksumPartial(ip)
        && segment.checksumVerifiable(ip)
        && !segment.checksumGood(ip);
  }

  private void state(Space space, long from, long to, FrameRef original, SubflowState originalOn) {
    differed++;
    Set<Doubt> doubts = EnumSet.noneOf(Doubt.class);
    doubts.addAll(sink.doubts());
    if (s.on.altered || originalOn.altered) {
      doubts.add(Doubt.MIDDLEBOX);
    }
    sink.emit(
        new PayloadDiffered(
            sink.carrier(), space, new Range(from, to), original, originalOn, Set.copyOf(doubts)));
  }
}
