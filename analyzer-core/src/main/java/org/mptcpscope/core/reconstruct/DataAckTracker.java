package org.mptcpscope.core.reconstruct;

import org.mptcpscope.core.event.Carrier.Acceptance;
import org.mptcpscope.core.event.MptcpEvent.AckedPlainly;
import org.mptcpscope.core.event.MptcpEvent.DataAckRegressed;
import org.mptcpscope.core.event.MptcpEvent.DataAckStarted;
import org.mptcpscope.core.event.MptcpEvent.DataFinAcked;
import org.mptcpscope.core.event.MptcpEvent.PathConfirmed;
import org.mptcpscope.core.event.MptcpEvent.WindowEdgeRetreated;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.DataStream.Anchor;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.MappingTable.Range;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow.Trouble;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.tcp.Seq32;

/**
 * Follows Data ACKs (RFC 8684, 3.3.2): what they acknowledge, and whether they prove that a path
 * carries MPTCP (3.7).
 */
final class DataAckTracker {
  private final ConnectionState connection;
  private final DataPlane plane;
  private final EventSink sink;
  private final Overreaches overreaches;
  private final Narrowings narrowings;
  private boolean initiatorStarted;
  private boolean listenerStarted;
  private int regressed;
  private int retreats;

  DataAckTracker(ConnectionState connection, DataPlane plane, EventSink sink) {
    this.connection = connection;
    this.plane = plane;
    this.sink = sink;
    overreaches = new Overreaches(connection, plane, sink);
    narrowings = new Narrowings(connection, plane, sink);
  }

  Overreaches overreaches() {
    return overreaches;
  }

  /** The connection is over. */
  void ending(FrameRef at) {
    overreaches.ending(at);
    narrowings.ending(at);
  }

  /** Takes the acknowledgments of a segment; its TCP part was processed before. */
  void segment(SegmentState s) {
    DirectionLedger toward = s.back.ledger;
    if (s.window > 0) {
      toward.window(s.window);
    }
    boolean obeyed = s.acceptance != Acceptance.BEYOND;
    if (s.hasDss && s.dss.hasDataAck()) {
      if (obeyed) {
        dataAck(s);
      } else {
        s.out.dataAckUnfounded = true;
      }
    }
    if (s.ackedTo > s.ackedFrom && s.ackedTo > 1 && !s.isRst()) {
      plainAck(s);
    }
  }

  private void dataAck(SegmentState s) {
    Side sender = s.by.peer();
    OctetStream stream = plane.of(sender);
    long value = stream.promoteAck(s.dss.dataAck(), s.dss.dataAckWide());
    stream.onTheWire(s.dss.dataAck(), value, s.dss.dataAckWide());
    plane.shift(sender, stream.rebased());
    plane.implausible().dataAck(s, stream, value);
    s.dataAck = value;
    s.trait(SegmentFacts.DATA_ACK);
    s.back.ledger.dataAckSeen = true;
    connection.count(Subject.DATA_ACK, s.by);
    boolean over = overreaches.judge(s, stream, value);
    s.out.dataAckUnfounded |= over;
    narrowings.judge(s, stream, value);
    regressed(s, value);
    long window = s.back.ledger.window();
    if (stream.acknowledge(value, s.frame, s.time, s.dss.dataAckWide(), window)) {
      s.trait(SegmentFacts.DATA_ACK_ADVANCED);
    }
    started(s, value);
    if (s.back.ledger.confirmedAt == null && confirms(s, stream, value)) {
      confirmed(s, sender, value);
    }
    if (stream.isFinishKnown() && !stream.isFinishAcked()) {
      finished(s, sender, stream, value);
    }
    if (s.window >= 0 && s.tsVal >= 0 && !s.isRst() && stream.isPlausibleAck(value)) {
      edge(s, value + s.window);
    }
  }

  /** The right edge of the window does not move left (RFC 8684, 3.3.4). */
  private void edge(SegmentState s, long told) {
    WindowEdge edge = s.back.ledger.edge;
    long grain = WindowEdge.grain(s.out, s.back);
    if (edge.isBehind(told, grain)
        && edge.isOlderThan(s.tsVal)
        && !s.back.ledger.retreated
        && !isClosing(s)
        && DataPlane.isSound(s)
        && sink.listening()
        && retreats++ < DataPlane.MOST_EVENTS) {
      s.back.ledger.retreated = true;
      FrameRef at = new FrameRef(edge.frame, edge.time);
      sink.emit(new WindowEdgeRetreated(sink.carrier(), told, edge.edge, at, grain, sink.doubts()));
    }
    edge.tell(told, s.tsVal, s.frame, s.time);
  }

  /** A host that closes, or that is or may be back at plain TCP, need not keep the window open. */
  private boolean isClosing(SegmentState s) {
    return s.out.finSsn >= 0
        || s.out.rstAt != null
        || s.out.fastClosed
        || s.back.fastClosed
        || plane.of(s.by).isFinishKnown()
        || !plane.fallbacks().of(Side.INITIATOR).isQuiet()
        || !plane.fallbacks().of(Side.LISTENER).isQuiet();
  }

  /**
   * A Data ACK below one that this host sent before, by its time stamps, on the same subflow. Equal
   * time stamps tell nothing, and payload sent again may carry what it carried first.
   */
  private void regressed(SegmentState s, long value) {
    DirectionState out = s.out;
    int back = out.lastDataAck - (int) value;
    if (back <= 0
        || out.dataAckUnfounded
        || s.tsVal < 0
        || !out.lastDataAckTimed
        || !Seq32.less(out.lastDataAckTsVal, (int) s.tsVal)
        || (int) s.tsVal != out.newestTsVal
        || s.isRst()
        || s.has(SegmentFacts.KEEPALIVE)
        || s.payload > 0 && (s.pieces != 1 || s.pieceFrom[0] > s.ssn)
        || isFallen()) {
      out.regress.fails(s.time);
      return;
    }
    boolean begins = out.regress.holds(s.time, s.on.grace());
    if (begins && sink.listening() && DataPlane.isSound(s) && regressed++ < DataPlane.MOST_EVENTS) {
      sink.emit(
          new DataAckRegressed(
              sink.carrier(),
              value,
              value + back,
              new FrameRef(out.lastDataAckFrame, out.lastDataAckTime),
              sink.doubts()));
    }
  }

  private boolean isFallen() {
    return plane.fallbacks().of(Side.INITIATOR).isSuspected()
        || plane.fallbacks().of(Side.LISTENER).isSuspected();
  }

  /** Whether this host sent a Data ACK. */
  boolean hasStarted(Side by) {
    return by == Side.INITIATOR ? initiatorStarted : listenerStarted;
  }

  private void started(SegmentState s, long value) {
    if (hasStarted(s.by)) {
      return;
    }
    if (s.by == Side.INITIATOR) {
      initiatorStarted = true;
    } else {
      listenerStarted = true;
    }
    if (sink.listening()) {
      sink.emit(new DataAckStarted(sink.carrier(), value, s.dss.dataAckWide(), sink.doubts()));
    }
  }

  private boolean confirms(SegmentState s, OctetStream stream, long value) {
    DirectionLedger toward = s.back.ledger;
    if (!toward.payloadStarted) {
      return false;
    }
    if (s.isAck() && toward.firstMapped < s.ackSsn) {
      return true;
    }
    if (stream.anchor() == Anchor.KEY) {
      return value - stream.firstDsn() > 0;
    }
    return stream.lowest().isPresent() && value - stream.lowest().getAsLong() > 0;
  }

  private void confirmed(SegmentState s, Side sender, long value) {
    s.back.ledger.confirmedAt = s.ref();
    s.on.checks.passed(CheckLedger.Check.COVERAGE);
    if (sink.listening()) {
      sink.emit(new PathConfirmed(sink.carrier(), value, sender, sink.doubts()));
    }
  }

  private void finished(SegmentState s, Side sender, OctetStream stream, long value) {
    if (stream.finishAcknowledged(value, s.frame, s.time) && sink.listening()) {
      sink.emit(new DataFinAcked(sink.carrier(), sender, sink.doubts()));
    }
  }

  private void plainAck(SegmentState s) {
    DirectionLedger toward = s.back.ledger;
    Side sender = s.by.peer();
    if (toward.dataAckSeen
        || toward.plainlyAcked
        || !toward.payloadStarted
        || plane.fallbacks().of(sender).isBound()
        || plane.fallbacks().of(s.by).isBound()) {
      return;
    }
    toward.plainlyAcked = true;
    s.on.trouble(Trouble.Kind.PLAIN_ACK, s.by, s.ref());
    if (sink.listening()) {
      Range acked = new Range(Math.max(1, s.ackedFrom), s.ackedTo);
      sink.emit(new AckedPlainly(sink.carrier(), acked, sender, sink.doubts()));
    }
  }
}
