package org.mptcpscope.core.reconstruct;

import java.util.Arrays;
import org.mptcpscope.core.capture.FrameSource;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.dissector.mptcp.BulkView;
import org.mptcpscope.dissector.mptcp.Dsn;
import org.mptcpscope.dissector.mptcp.DssView;
import org.mptcpscope.dissector.tcp.SegmentView;
import org.mptcpscope.dissector.tcp.Seq32;

/**
 * The short way for plain segments of bulk data, which are nearly all there are: what the trackers
 * do in a dozen places is done here in one. {@link #isPlain} says what is plain; all else, and
 * whatever could be a fact for anybody, goes the long way. The two ways come to the same state:
 * before anything but a plain segment is worked on, and before anybody is told anything, what lanes
 * keep is settled.
 *
 * <p>Whoever adds to what a tracker does for a segment must exclude it from what is plain, or do it
 * here too. {@code PlainPathTest} compares both ways in every field.
 */
final class PlainPath {
  /** The traits that a plain segment may have: a connection where one is wanted is not plain. */
  private static final long TRAITS =
      SegmentFacts.ACK
          | SegmentFacts.NOT_RST
          | SegmentFacts.PUSH
          | SegmentFacts.ANY_OPTION
          | SegmentFacts.PAYLOAD
          | SegmentFacts.NEW_PAYLOAD
          | SegmentFacts.NEW_DATA
          | SegmentFacts.NEW_MAPPING
          | SegmentFacts.DATA_ACK
          | SegmentFacts.DATA_ACK_ADVANCED;

  /** What must be acknowledged before tables are told, so that they stay small. */
  private static final long TOLD = 1 << 16;

  private final SegmentState s;
  private final BulkView b;
  private final DssView dss;
  private final FrameSource source;
  private final FlowTable flows;
  private final StreamNumbers streams;

  /** Connections with a dirty lane. */
  private ConnectionState[] dirty = new ConnectionState[16];

  private int dirtyCount;
  private int stamp;
  private long ordinal;

  // ---- the segment in hand, as far as it was looked at -----------------------------------------
  private Lane lane;
  private long ackSsn;
  private long window;
  private long dataAck;
  private long dsn;
  private boolean declares;
  private boolean repeats;

  PlainPath(SegmentState segment, FrameSource source, FlowTable flows, StreamNumbers streams) {
    s = segment;
    b = segment.bulk;
    dss = b.dss();
    this.source = source;
    this.flows = flows;
    this.streams = streams;
  }

  // ---- what is settled, and when ---------------------------------------------------------------

  /** A segment of the connection goes the long way: it finds all state as the trackers keep it. */
  void leave(ConnectionState connection) {
    if (connection.dirtyLanes != null) {
      settle(connection);
    }
    connection.stamp++;
  }

  /** Something may change the state of any connection. */
  void leaveAll() {
    settleAll();
    stamp++;
  }

  /** Somebody may look at any connection. */
  void settleAll() {
    for (int i = 0; i < dirtyCount; i++) {
      if (dirty[i].dirtyLanes != null) {
        settle(dirty[i]);
      }
      dirty[i].isListed = false;
      dirty[i] = null;
    }
    dirtyCount = 0;
  }

  private static void settle(ConnectionState connection) {
    Lane last = connection.dirtyLanes;
    for (Lane lane = connection.dirtyLanes; lane != null; lane = lane.nextDirty) {
      lane.settle();
      last = lane.ordinal > last.ordinal ? lane : last;
      SubflowState on = lane.out.subflow;
      if (lane.ordinal > on.lastOrdinal) {
        on.lastOrdinal = lane.ordinal;
        on.lastFrame = lane.lastFrame;
        on.lastTime = lane.lastTime;
      }
      HostState host = connection.host(lane.out.side);
      if (lane.ordinal > host.lastOrdinal) {
        host.lastOrdinal = lane.ordinal;
        host.lastFrame = lane.lastFrame;
        host.lastTime = lane.lastTime;
        host.lastOptionFrame = lane.lastFrame;
        host.lastOptionTime = lane.lastTime;
      }
    }
    connection.lastFrame = last.lastFrame;
    connection.lastTime = last.lastTime;
    connection.dirtyLanes = null;
    connection.data.of(Side.INITIATOR).settle();
    connection.data.of(Side.LISTENER).settle();
  }

  private void note(Lane lane) {
    lane.dirty = true;
    ConnectionState connection = lane.connection;
    lane.nextDirty = connection.dirtyLanes;
    connection.dirtyLanes = lane;
    if (!connection.isListed) {
      connection.isListed = true;
      if (dirtyCount == dirty.length) {
        dirty = Arrays.copyOf(dirty, 2 * dirtyCount);
      }
      dirty[dirtyCount++] = connection;
    }
  }

  // ---- the segment -----------------------------------------------------------------------------

  /**
   * Takes the segment that the bulk view stands on if it is plain.
   *
   * @param place where in the network it passed, as {@code FrameView#place}
   * @param way which way its frame went: 0 unknown, 1 in, 2 out
   */
  boolean take(int place, int way) {
    flows.key(b.srcHigh(), b.srcLow(), b.srcPort(), b.dstHigh(), b.dstLow(), b.dstPort());
    int slot = flows.find();
    if (slot < 0 || !(flows.content(slot) instanceof SubflowState on)) {
      return false;
    }
    DirectionState out = on.ofEnd(flows.fromUpper());
    int here = DuplicateFilter.here(s.interfaceId, place, b.hopLimit());
    if (!isFit(out) || !isPlain(out, lane.back, here, way)) {
      return false;
    }
    flows.seen(slot, s.time);
    streams.seen(flows.stream(slot), s.frame);
    if (b.payload() > 0) {
      payload(out);
    }
    acknowledgment(out, lane.back);
    remember(out);
    return true;
  }

  private boolean isFit(DirectionState out) {
    lane = out.lane;
    if (lane == null) {
      lane = new Lane(out);
      out.lane = lane;
    }
    ConnectionState connection = lane.connection;
    return lane.stamp == connection.stamp && lane.passStamp == stamp || prepare(connection);
  }

  private boolean prepare(ConnectionState connection) {
    if (connection.dirtyLanes != null) {
      settle(connection);
    }
    if (s.mirrored || !lane.prepare(TRAITS)) {
      return false;
    }
    lane.stamp = connection.stamp;
    lane.passStamp = stamp;
    return true;
  }

  /**
   * Whether the segment is plain: nothing of it can be a fact for anybody. It has flags ACK, or ACK
   * and PSH; one DSS of regular form with a Data ACK; comes in order behind all that its sender
   * sent, from where the segment before it came; acknowledges what was seen, on both levels, and
   * nothing less than before; lies in the window of its receiver on both levels; and its payload
   * has never-sent DSNs of the newest mapping, which it may extend or repeat. See also {@link
   * Lane#prepare}.
   */
  private boolean isPlain(DirectionState out, DirectionState back, int here, int way) {
    ackSsn = back.unwrap(b.ack());
    window = lane.scale < 0 ? -1 : (long) b.window() << lane.scale;
    return (b.flags() & ~SegmentView.PSH) == SegmentView.ACK
        && b.seq() == out.base + (int) out.highest
        && ackSsn >= back.sndUna
        && ackSsn <= back.contiguous
        && window <= lane.largestWindow
        && (lane.ways >> way & 1) != 0
        && out.duplicates.isNext(b, here)
        && isTimePlain(out)
        && isDataAckPlain(out)
        && (window < 0 || !back.ledger.edge.isBehind(dataAck + window, lane.grain))
        && (b.payload() == 0 ? !dss.hasMapping() : lane.carries && isPayloadPlain(out, back));
  }

  private boolean isTimePlain(DirectionState out) {
    return b.tsVal() < 0 || out.anyTsVal && !Seq32.less((int) b.tsVal(), out.newestTsVal);
  }

  private boolean isDataAckPlain(DirectionState out) {
    boolean wide = dss.dataAckWide();
    if (!dss.hasDataAck()
        || dss.dataFin()
        || dss.hasReservedBits()
        || wide != out.lastDataAckWide) {
      return false;
    }
    dataAck = lane.acked.nearEnd(dss.dataAck(), wide);
    return lane.acked.isPlainAck(dataAck, wide);
  }

  private boolean isPayloadPlain(DirectionState out, DirectionState back) {
    long from = out.highest;
    long end = from + b.payload();
    declares = false;
    repeats = false;
    if (dss.hasMapping() && !isMappingPlain(out, from, end)) {
      return false;
    }
    if (!declares && (from < lane.runStart || end > lane.runEnd)) {
      return false;
    }
    dsn = declares ? dsn : from + lane.runDelta;
    return isInWindow(out, back, end)
        && (!lane.checksums || isChecksumPlain(out, from))
        && lane.stream.isFresh(lane, dsn, b.payload());
  }

  /** The window on both levels, as the last segment of the receiver on this subflow told it. */
  private boolean isInWindow(DirectionState out, DirectionState back, long end) {
    int ahead = (int) (dsn + b.payload()) - back.lastDataAck;
    return lane.peerScale < 0
        || end <= out.windowEdge && ahead <= (long) back.lastRawWindow << lane.peerScale;
  }

  /** All is captured, and where it completes a mapping the checksum of that is right. */
  private boolean isChecksumPlain(DirectionState out, long from) {
    ChecksumLedger ledger = out.ledger.checksums;
    int length = b.payload();
    if (b.payloadCaptured() < length) {
      return false;
    }
    if (declares) {
      int octets = dss.dataLength();
      return ledger.isPlain(
          source.buffer(), b.payloadOffset(), dsn, dss.ssn(), octets, dss.checksum(), length);
    }
    return (!repeats
            || ledger.isWaiting(Dsn.promote(dss.ssn(), from), dss.dataLength(), dss.checksum()))
        && ledger.isPlain(source.buffer(), b.payloadOffset(), from, length);
  }

  /** A new mapping in stride with the one before it on the subflow, or a copy of that one. */
  private boolean isMappingPlain(DirectionState out, long from, long end) {
    long ssn = Dsn.promote(dss.ssn(), from);
    long to = ssn + dss.dataLength();
    boolean wide = dss.dsnWide();
    if (dss.hasChecksum() != lane.checksums
        || wide != out.lastDsnWide
        || ssn > from
        || to < end
        || ssn <= 1) {
      return false;
    }
    dsn = lane.stream.nearEnd(dss.dsn(), wide);
    if (!lane.stream.isNearEnd(dsn, wide)) {
      return false;
    }
    declares = ssn == lane.runEnd && ssn == from;
    repeats = to == lane.runEnd && dsn - ssn == lane.runDelta && lane.isDeclaredLast(dsn);
    return declares || repeats;
  }

  // ---- what is done ----------------------------------------------------------------------------

  /** TcpTracker#payload and #newPayload, MappingTracker#segment. */
  private void payload(DirectionState out) {
    long from = out.highest;
    int length = b.payload();
    long end = from + length;
    if (from <= out.sndUna) {
      out.unaSentAt = s.time;
    }
    if (out.timedSsn < 0) {
      out.timedSsn = end;
      out.timedAt = s.time;
    }
    out.highest = end;
    out.contiguous = end;
    out.octets += length;
    out.payloadSincePeer = true;
    lane.rateOctets += length;
    if (!out.rate.isQuiet(s.time, out.loop, lane.back.loop)) {
      rate(out, length);
    }
    if (b.payloadCaptured() < length) {
      cut(out);
    }
    if (declares) {
      declare(out, from);
    } else if (repeats) {
      lane.repeatedFrame = s.frame;
      lane.repeatedTime = s.time;
    }
    if (lane.checksums && out.ledger.checksums.takePlain(from, length)) {
      lane.verified++;
    }
    lane.stream.sendFresh(lane, length);
    out.ledger.log.add(from, dsn, length, s.frame, s.time, source.position());
    lane.data++;
  }

  /** The rate meter turns before the octets count. */
  private void rate(DirectionState out, int length) {
    out.rate.put(lane.rateOctets - length);
    lane.rateOctets = 0;
    out.rate.add(length, s.time);
  }

  private void cut(DirectionState out) {
    int nth = out.segments + 1;
    if (lane.cutFirst > 0 && nth != lane.cutLast + 1) {
      lane.settleCuts();
    }
    if (lane.cutFirst == 0) {
      lane.cutFirst = nth;
      lane.cutFrom = s.time;
    }
    lane.cutLast = nth;
    lane.cutTo = s.time;
  }

  private void declare(DirectionState out, long from) {
    MappingRuns runs = out.ledger.runs;
    runs.insert(dsn, from, dss.dataLength(), false, s.frame, s.time);
    lane.takeRun(runs);
    AckWidths widths = lane.stream.widths();
    widths.mapped(dsn, dss.dataLength(), dss.dsnWide());
    if (!dss.dsnWide()) {
      widths.mappedNarrowly(dsn + dss.dataLength(), s.frame, s.time);
    }
    lane.mappings++;
    if (lane.checksums) {
      expect(out, from);
    }
    if (runs.size() > 2 * Lane.MOST_RUNS) {
      lane.stamp--;
    }
  }

  /** ChecksumVerifier#open. */
  private void expect(DirectionState out, long from) {
    ChecksumLedger.Entry entry = out.ledger.checksums.open(from, dss.dataLength(), dss.checksum());
    entry.dsn = dsn;
    entry.ssnField = dss.ssn();
    entry.octets = dss.dataLength();
    entry.fin = false;
    entry.byCapable = false;
    entry.wide = dss.dsnWide();
    entry.frame = s.frame;
    entry.time = s.time;
    entry.position = source.position();
    entry.carrierSsn = from;
    entry.carrierPayload = b.payload();
  }

  /** TcpTracker#acknowledge and #advance, DataAckTracker#segment, MappingTracker#finish. */
  private void acknowledgment(DirectionState out, DirectionState back) {
    out.lastAckTime = s.time;
    if (window >= 0) {
      back.windowEdge = Math.max(back.windowEdge, ackSsn + window);
    }
    if (window >= 0 && b.tsVal() >= 0) {
      back.ledger.edge.tell(dataAck + window, b.tsVal(), s.frame, s.time);
    }
    if (ackSsn > back.sndUna) {
      advance(back);
    }
    boolean wide = dss.dataAckWide();
    lane.acked.acknowledgePlainly(dataAck, s.frame, s.time, wide, back.ledger.window());
    lane.dataAcks++;
  }

  private void advance(DirectionState back) {
    back.sndUna = ackSsn;
    back.ackedFrame = s.frame;
    back.ackedTime = s.time;
    back.timeoutsInRow = 0;
    back.unaSentAt = s.time;
    if (back.timedSsn >= 0 && ackSsn >= back.timedSsn) {
      TcpTracker.sample(back, s.time - back.timedAt);
      back.timedSsn = -1;
    }
    Lane acked = back.lane;
    if (acked == null) {
      back.ledger.acknowledged(ackSsn);
    } else if (!acked.dirty || ackSsn - acked.droppedTo >= TOLD) {
      acked.drop();
    }
  }

  /** TcpTracker#remember, DuplicateFilter#isCopy, Pipeline#seen, OptionWalk#count. */
  private void remember(DirectionState out) {
    out.duplicates.next(b, s.time);
    out.segments++;
    out.beforeLastTime = out.lastTime;
    out.lastTime = s.time;
    out.oddTime = out.oddTime || s.time % 1_000_000 != 0;
    out.anyIpId |= b.ipId() != 0;
    out.timestamp(b.tsVal());
    out.lastHadAck = true;
    out.lastRawAck = b.ack();
    out.lastRawWindow = b.window();
    lane.back.payloadSincePeer = false;
    if (Seq32.less(out.lastDataAck, (int) dss.dataAck())) {
      out.dataAckReached((int) dss.dataAck(), s.frame, s.time, b.tsVal());
    }
    long shape = RecentSegments.shape(s.frame, b.payload(), b.flags(), RecentSegments.PLAIN);
    out.recent.add(s.time, out.highest - b.payload(), ackSsn, shape);
    lane.options++;
    lane.ordinal = ++ordinal;
    lane.lastFrame = s.frame;
    lane.lastTime = s.time;
    if (!lane.dirty) {
      note(lane);
    }
  }
}
