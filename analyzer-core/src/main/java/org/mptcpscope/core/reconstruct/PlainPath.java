package org.mptcpscope.core.reconstruct;

import java.util.Arrays;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.Side;
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
  private int here;

  PlainPath(SegmentState segment, FlowTable flows, StreamNumbers streams) {
    s = segment;
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
   * Takes the segment in hand if it is plain.
   *
   * @param slot of its flow
   * @param upper which end sent it
   */
  boolean take(int slot, boolean upper) {
    if (slot < 0 || s.replayed || !(flows.content(slot) instanceof SubflowState on)) {
      return false;
    }
    DirectionState out = on.ofEnd(upper);
    if (!isPlain(out)) {
      return false;
    }
    flows.seen(slot, s.time);
    streams.seen(flows.stream(slot), s.frame);
    if (s.payload > 0) {
      payload(out);
    }
    acknowledgment(out, lane.back);
    remember(out);
    return true;
  }

  /**
   * Whether the segment is plain: nothing of it can be a fact for anybody. It has flags ACK, or ACK
   * and PSH; one DSS of regular form with a Data ACK; comes in order behind all that its sender
   * sent, from where the segment before it came; acknowledges what was seen, on both levels, and
   * nothing less than before; lies in the window of its receiver on both levels; and its payload
   * has never-sent DSNs of the newest mapping, which it may extend or repeat.
   */
  private boolean isPlain(DirectionState out) {
    if ((s.flags & ~SegmentView.PSH) != SegmentView.ACK
        || !s.summary.isBulk()
        || s.summary.sackBlocks() > 0
        || s.rawSeq != out.base + (int) out.highest
        || !isFit(out)) {
      return false;
    }
    DirectionState back = lane.back;
    ackSsn = back.unwrap(s.rawAck);
    window = lane.scale < 0 ? -1 : (long) s.rawWindow << lane.scale;
    here = DuplicateFilter.here(s, s.ip.place(), s.ip.hopLimit());
    return ackSsn >= back.sndUna
        && ackSsn <= back.contiguous
        && window <= lane.largestWindow
        && (lane.ways >> VantageJudge.way(s) & 1) != 0
        && out.duplicates.isNext(s, here)
        && isTimePlain(out)
        && s.dss.wrap(s.view.buffer(), s.summary.mptcpOffset(), s.summary.mptcpLength())
        && isDataAckPlain(out)
        && (s.payload == 0 ? !s.dss.hasMapping() : lane.carries && isPayloadPlain(out));
  }

  private boolean isFit(DirectionState out) {
    lane = out.lane;
    if (lane == null) {
      lane = new Lane(out);
      out.lane = lane;
    }
    ConnectionState connection = lane.connection;
    if (lane.stamp == connection.stamp && lane.passStamp == stamp) {
      return true;
    }
    if (lane.dirty) {
      settle(connection);
    }
    if (!lane.prepare(TRAITS)) {
      return false;
    }
    lane.stamp = connection.stamp;
    lane.passStamp = stamp;
    return true;
  }

  private boolean isTimePlain(DirectionState out) {
    return s.tsVal < 0 || out.anyTsVal && !Seq32.less((int) s.tsVal, out.newestTsVal);
  }

  private boolean isDataAckPlain(DirectionState out) {
    DssView dss = s.dss;
    if (!dss.hasDataAck() || dss.dataFin() || dss.hasReservedBits()) {
      return false;
    }
    dataAck = lane.acked.nearEnd(dss.dataAck(), dss.dataAckWide());
    return dss.dataAckWide() == out.lastDataAckWide
        && lane.acked.isPlainAck(dataAck, dss.dataAckWide());
  }

  private boolean isPayloadPlain(DirectionState out) {
    long from = out.highest;
    long end = from + s.payload;
    declares = false;
    repeats = false;
    if (s.dss.hasMapping() && !isMappingPlain(out, from, end)) {
      return false;
    }
    if (!declares && (from < lane.runStart || end > lane.runEnd)) {
      return false;
    }
    dsn = declares ? dsn : from + lane.runDelta;
    return isInWindow(out, end) && lane.stream.isFresh(dsn, s.payload);
  }

  /** The window on both levels, as the last segment of the receiver on this subflow told it. */
  private boolean isInWindow(DirectionState out, long end) {
    if (lane.peerScale < 0) {
      return true;
    }
    DirectionState back = lane.back;
    int ahead = (int) (dsn + s.payload) - back.lastDataAck;
    return end <= out.windowEdge && ahead <= (long) back.lastRawWindow << lane.peerScale;
  }

  /** A new mapping in stride with the one before it on the subflow, or a copy of one. */
  private boolean isMappingPlain(DirectionState out, long from, long end) {
    DssView dss = s.dss;
    long ssn = Dsn.promote(dss.ssn(), from);
    long to = ssn + dss.dataLength();
    if (dss.hasChecksum() != lane.checksums
        || dss.dsnWide() != out.lastDsnWide
        || ssn > from
        || to < end
        || ssn <= 1) {
      return false;
    }
    long first = lane.stream.nearEnd(dss.dsn(), dss.dsnWide());
    if (!lane.stream.isNearEnd(first, dss.dsnWide())) {
      return false;
    }
    declares = ssn == lane.runEnd && ssn == from;
    repeats =
        to == lane.runEnd
            && first - ssn == lane.runDelta
            && out.ledger.runs.isDeclaredLast(first);
    dsn = first + (from - ssn);
    return declares || repeats;
  }

  // ---- what is done ----------------------------------------------------------------------------

  /** TcpTracker#payload and #newPayload, MappingTracker#segment. */
  private void payload(DirectionState out) {
    long from = out.highest;
    long end = from + s.payload;
    if (from <= out.sndUna) {
      out.unaSentAt = s.time;
    }
    if (out.timedSsn < 0) {
      out.timedSsn = end;
      out.timedAt = s.time;
    }
    out.highest = end;
    out.contiguous = end;
    out.octets += s.payload;
    out.payloadSincePeer = true;
    rate(out);
    if (s.isCut()) {
      cut(out);
    }
    mapping(out, from);
    lane.stream.sendFresh(dsn, s.payload);
    if (lane.carriedTo != dsn) {
      lane.settleCarried();
      lane.carriedFrom = dsn;
    }
    lane.carriedTo = dsn + s.payload;
    out.ledger.log.add(from, s.payload, s.frame, s.time, s.position);
    out.ledger.log.mapLast(dsn);
    lane.data++;
  }

  private void rate(DirectionState out) {
    if (s.time < lane.rateUntil) {
      lane.rateOctets += s.payload;
      return;
    }
    out.rate.put(lane.rateOctets);
    lane.rateOctets = 0;
    out.rate.add(s.payload, s.time);
    lane.rateUntil = out.rate.quietUntil();
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

  private void mapping(DirectionState out, long from) {
    MappingRuns runs = out.ledger.runs;
    if (declares) {
      runs.insert(dsn, from, s.dss.dataLength(), false, s.frame, s.time);
      lane.takeRun(runs);
      lane.mappings++;
      if (runs.size() > 2 * Lane.MOST_RUNS) {
        lane.stamp--;
      }
    } else if (repeats) {
      lane.repeatedFrame = s.frame;
      lane.repeatedTime = s.time;
    }
  }

  /** TcpTracker#acknowledge and #advance, DataAckTracker#segment, MappingTracker#finish. */
  private void acknowledgment(DirectionState out, DirectionState back) {
    out.lastAckTime = s.time;
    if (window >= 0) {
      back.windowEdge = Math.max(back.windowEdge, ackSsn + window);
    }
    if (ackSsn > back.sndUna) {
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
      if (acked == null || !acked.dirty) {
        back.ledger.acknowledged(ackSsn);
        if (acked != null) {
          acked.droppedTo = ackSsn;
        }
      } else if (ackSsn - acked.droppedTo >= TOLD) {
        acked.drop();
      }
    }
    boolean wide = s.dss.dataAckWide();
    lane.acked.acknowledgePlainly(dataAck, s.frame, s.time, wide, back.ledger.window());
    lane.dataAcks++;
  }

  /** TcpTracker#remember, DuplicateFilter#isCopy, Pipeline#seen, OptionWalk#count. */
  private void remember(DirectionState out) {
    out.duplicates.next(s);
    out.segments++;
    out.beforeLastTime = out.lastTime;
    out.lastTime = s.time;
    out.oddTime = out.oddTime || s.time % 1_000_000 != 0;
    out.anyIpId |= s.ip.ipId() != 0;
    out.timestamp(s.tsVal);
    out.lastHadAck = true;
    out.lastRawAck = s.rawAck;
    out.lastRawWindow = s.rawWindow;
    lane.back.payloadSincePeer = false;
    if (Seq32.less(out.lastDataAck, (int) s.dss.dataAck())) {
      out.lastDataAck = (int) s.dss.dataAck();
    }
    out.recent.add(s, out.highest - s.payload, ackSsn, RecentSegments.PLAIN);
    lane.options++;
    lane.ordinal = ++ordinal;
    lane.lastFrame = s.frame;
    lane.lastTime = s.time;
    if (!lane.dirty) {
      note(lane);
    }
  }
}
