package org.mptcpscope.core.reconstruct;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent.DataAckOverreached;
import org.mptcpscope.core.event.MptcpEvent.DataAckOverreached.How;
import org.mptcpscope.core.model.DataStream.Anchor;
import org.mptcpscope.core.model.Doubt;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Host;
import org.mptcpscope.core.model.MappingTable.Range;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.dissector.tcp.Seq32;

/**
 * Data ACKs of octets that the capture had not shown before them (RFC 8684, 3.3.2). At one place an
 * octet passes before its acknowledgment does, whatever subflow carries either: such a Data ACK is
 * its sender's doing if the capture lacks nothing. That shows only later: what it lacks has a hole
 * in the numbers of a subflow, which the receiver acknowledges. So all is stated when the
 * connection ends.
 */
final class Overreaches {
  /** Most of them that wait, per connection. */
  private static final int MOST = 16;

  /** A capture may order frames wrongly that are nearer than this, in nanoseconds. */
  private static final long SHORTEST_HORIZON = 2_000_000;

  private static final class Candidate {
    final Carrier carrier;
    final Set<Doubt> doubts;
    final Side sender;
    final How how;
    final long from;
    final long to;
    final long time;

    /** Ends of what the sender had sent, by subflow in the order of the connection. */
    final long[] marks;

    /** The interface that it was captured on. */
    final int place;

    FrameRef filledAt;

    /** Octets of it were captured by another system, whose clock shows less than this one's. */
    boolean elsewhere;

    /** The first of its octets passed. */
    boolean began;

    /** They are of the same subflow, where TCP did not acknowledge them. */
    boolean aheadOfTcp;

    /** Whether it is known what the host said next. */
    boolean followed;

    /** The host said less next. */
    boolean takenBack;

    Candidate(
        Carrier carrier,
        Set<Doubt> doubts,
        Side sender,
        How how,
        long from,
        long to,
        long[] marks,
        int place) {
      this.carrier = carrier;
      this.doubts = doubts;
      this.sender = sender;
      this.how = how;
      this.from = from;
      this.to = to;
      this.time = carrier.frame().time();
      this.marks = marks;
      this.place = place;
    }
  }

  private final ConnectionState connection;
  private final DataPlane plane;
  private final EventSink sink;
  private final List<Candidate> waiting = new ArrayList<>(0);
  private boolean openToInitiator;
  private boolean openToListener;

  Overreaches(ConnectionState connection, DataPlane plane, EventSink sink) {
    this.connection = connection;
    this.plane = plane;
    this.sink = sink;
  }

  /**
   * A Data ACK, before the stream takes it.
   *
   * @return whether it is of octets that were not seen
   */
  boolean judge(SegmentState s, OctetStream stream, long value) {
    Side sender = s.by.peer();
    boolean known = stream.anchor() == Anchor.KEY || stream.hasAck() && stream.isHighHalfKnown();
    if (!known || !stream.numbersFit() || value - stream.reach() <= 0) {
      open(sender, false);
      if (!waiting.isEmpty()) {
        followed(s, value);
      }
      return false;
    }
    boolean begins = !isOpen(sender);
    open(sender, true);
    if (begins
        && sink.listening()
        && waiting.size() < MOST
        && !s.isRst()
        && DataPlane.isSound(s)
        && !hasPlainData(sender)) {
      note(s, stream, value);
    }
    return true;
  }

  private void note(SegmentState s, OctetStream stream, long value) {
    Side sender = s.by.peer();
    boolean beyond = value - stream.sentEnd() > 0;
    long from = beyond ? stream.sentEnd() : stream.reach();
    long to = beyond ? value : stream.holeEnd(value);
    How how = beyond ? How.BEYOND_SENT : How.OVER_HOLE;
    long[] marks = new long[connection.subflowStates().size()];
    Set<Doubt> doubts = EnumSet.noneOf(Doubt.class);
    doubts.addAll(sink.doubts());
    for (int i = 0; i < marks.length; i++) {
      SubflowState subflow = connection.subflowStates().get(i);
      marks[i] = subflow.direction(sender).highest;
      if (subflow.midstream) {
        doubts.add(Doubt.MIDSTREAM);
      }
    }
    stream.watch(beyond);
    waiting.add(new Candidate(sink.carrier(), doubts, sender, how, from, to, marks, s.interfaceId));
  }

  /**
   * The host goes on with what it has: if that is less than it said before on this subflow, no path
   * outside the capture explains it.
   */
  private void followed(SegmentState s, long value) {
    for (Candidate candidate : waiting) {
      Carrier over = candidate.carrier;
      if (!candidate.followed && over.on() == s.on && over.by() == s.by && isLater(s, over)) {
        candidate.followed = true;
        candidate.takenBack = value - candidate.to < 0;
      }
    }
  }

  /** What its host surely sent later: its clock, or one of the numbers of TCP, went on. */
  private static boolean isLater(SegmentState s, Carrier over) {
    boolean ticked =
        over.tsVal() >= 0 && s.tsVal >= 0 && Seq32.less((int) over.tsVal(), (int) s.tsVal);
    return ticked
        || s.ackSsn > over.ackSsn()
        || over.payload() == 0 && !over.keepalive() && s.ssn > over.ssn();
  }

  /** Payload of the host has or may have no mapping, so that what its data is remains open. */
  private boolean hasPlainData(Side sender) {
    if (plane.fallbacks().of(sender).isSuspected()
        || plane.fallbacks().of(sender.peer()).isSuspected()) {
      return true;
    }
    for (SubflowState subflow : connection.subflowStates()) {
      DirectionState direction = subflow.direction(sender);
      DirectionLedger ledger = direction.ledger;
      if (ledger.infinite
          || ledger.unmapped() > 0
          || direction.optionsCut
          || ledger.conflict.isOpen()
          || ledger.misplaced.isOpen()) {
        return true;
      }
    }
    return false;
  }

  /** Octets of the stream passed that were not seen before. */
  void appeared(SegmentState s, OctetStream stream, int frame, long time) {
    if (waiting.isEmpty()) {
      return;
    }
    boolean watched = false;
    for (Candidate candidate : List.copyOf(waiting)) {
      if (candidate.sender != s.by || candidate.filledAt != null) {
        continue;
      }
      if (!candidate.began && stream.wasSent(candidate.from, candidate.from + 1)) {
        candidate.began = true;
        candidate.aheadOfTcp = frame == s.frame && isAheadOfTcp(candidate, s, stream);
      }
      boolean filled = stream.wasSent(candidate.from, candidate.to);
      ClockSkew skew = connection.pass.skew();
      if ((filled || candidate.how == How.BEYOND_SENT)
          && skew.mayDiffer(candidate.place, s.interfaceId)) {
        skew.precedes(candidate.place, s.interfaceId, time - candidate.time);
        candidate.elsewhere = true;
      }
      if (!filled) {
        watched |= candidate.how == How.BEYOND_SENT;
      } else if (candidate.elsewhere
          || !candidate.aheadOfTcp && time - candidate.time <= horizon(candidate.sender)) {
        waiting.remove(candidate);
      } else {
        candidate.filledAt = new FrameRef(frame, time);
      }
    }
    stream.watch(watched);
  }

  /**
   * The Data ACK covers an octet of its own subflow, and of no other, that its own segment does not
   * acknowledge in TCP: its sender cannot have had it, however near the frames stand. Where clocks
   * differ or frames are out of order another subflow may still have carried it first.
   */
  private boolean isAheadOfTcp(Candidate candidate, SegmentState s, OctetStream stream) {
    Carrier over = candidate.carrier;
    return over.on() == s.on
        && over.isAck()
        && s.payload > 0
        && s.ssn >= over.ackSsn()
        && horizon(candidate.sender) == SHORTEST_HORIZON
        && stream.carriers(candidate.from, candidate.from + 1).equals(Set.of(s.on));
  }

  /** How far the capture may be from the order in which frames passed. */
  private long horizon(Side sender) {
    long interfaces = 0;
    for (SubflowState subflow : connection.subflowStates()) {
      interfaces |= subflow.direction(sender).interfaces;
      interfaces |= subflow.direction(sender.peer()).interfaces;
    }
    long skew = connection.pass.skew().among(interfaces);
    return Math.max(SHORTEST_HORIZON, Math.max(skew, connection.pass.disorder().horizon()));
  }

  /** The connection is over: states what is certain, the rest with its doubt. */
  void ending(FrameRef at) {
    for (Candidate candidate : waiting) {
      if (hasPlainData(candidate.sender)) {
        continue;
      }
      boolean impossible = isBehindFinish(candidate);
      // What never came, behind all that was sent, may have gone by a path that was not captured.
      boolean unseen =
          candidate.how == How.BEYOND_SENT && candidate.filledAt == null && !candidate.takenBack;
      if (!impossible && (unseen || lacksFrames(candidate))) {
        candidate.doubts.add(Doubt.CAPTURE_GAP);
      }
      FrameRef knownAt = candidate.filledAt == null ? at : candidate.filledAt;
      sink.emit(
          new DataAckOverreached(
              candidate.carrier,
              knownAt,
              candidate.how,
              new Range(candidate.from, candidate.to),
              candidate.filledAt,
              impossible || candidate.takenBack,
              Set.copyOf(candidate.doubts)));
    }
    waiting.clear();
  }

  /** There are no octets behind a DATA_FIN, wherever they may have gone. */
  private boolean isBehindFinish(Candidate candidate) {
    Host.FinalDsn finish = plane.of(candidate.sender).finalDsn().orElse(null);
    return finish != null && candidate.how == How.BEYOND_SENT && candidate.to - finish.dsn() > 1;
  }

  private boolean lacksFrames(Candidate candidate) {
    OctetStream stream = plane.of(candidate.sender);
    // Frames out of order, and holes at the end beside the one that this is about, show that the
    // capture is not the whole of it.
    boolean unfilled = candidate.how == How.OVER_HOLE && candidate.filledAt == null;
    if (stream.isOverfull()
        || stream.holes() > (unfilled ? 1 : 0)
        || connection.pass.disorder().horizon() > 0) {
      return true;
    }
    List<SubflowState> subflows = connection.subflowStates();
    for (int i = 0; i < subflows.size(); i++) {
      DirectionState direction = subflows.get(i).direction(candidate.sender);
      if (isElsewhere(direction, candidate.place)) {
        return true;
      }
      boolean over = subflows.get(i).ended != null;
      boolean unsettled = i < candidate.marks.length && direction.sndUna < candidate.marks[i];
      if (direction.gaps.missing() > 0
          || direction.gaps.isSuspected()
          || direction.contiguous < direction.highest
          || unsettled && !over) {
        return true;
      }
    }
    return false;
  }

  /** The system that captured there did not see this direction: another did, by another clock. */
  private boolean isElsewhere(DirectionState direction, int place) {
    ClockSkew skew = connection.pass.skew();
    long bit = ClockSkew.bit(place);
    return direction.interfaces != 0
        && skew.haveSeveralClocks(direction.interfaces | bit)
        && skew.withClocksOf(bit, direction.interfaces) == 0;
  }

  /**
   * The last Data ACK of either host was of octets that were not seen, or it is open what a host
   * that sent one says next.
   */
  boolean isOpen() {
    if (openToInitiator || openToListener) {
      return true;
    }
    for (int i = 0; i < waiting.size(); i++) {
      if (!waiting.get(i).followed) {
        return true;
      }
    }
    return false;
  }

  private boolean isOpen(Side sender) {
    return sender == Side.INITIATOR ? openToInitiator : openToListener;
  }

  private void open(Side sender, boolean open) {
    if (sender == Side.INITIATOR) {
      openToInitiator = open;
    } else {
      openToListener = open;
    }
  }
}
