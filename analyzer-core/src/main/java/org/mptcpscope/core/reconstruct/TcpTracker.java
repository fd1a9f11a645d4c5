package org.mptcpscope.core.reconstruct;

import org.mptcpscope.core.event.Carrier.Acceptance;
import org.mptcpscope.core.event.Carrier.Echo;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.dissector.tcp.SegmentView;
import org.mptcpscope.dissector.tcp.Seq32;

/**
 * Places a segment in the sequence space of its direction: relative numbers, what of it is new,
 * what it acknowledges, whether its receiver can accept it, and what it says about time and loss.
 */
final class TcpTracker {
  /** A sender may be this far ahead whatever window was seen: captures begin late and lose acks. */
  private static final long LARGEST_JUMP = 1 << 20;

  /** Segments that agree on a place beyond the window before the capture is said to have jumped. */
  private static final int JUMP_PROOF = 4;

  /** Hosts pad with two at most; a box that overwrites an option leaves its length of them. */
  private static final int NOPS_OF_A_BOX = 4;

  /** A longer round trip is a clock that was set. */
  private static final long LONGEST_LOOP = 600_000_000_000L;

  /** The traits of each combination of the six lowest flags, URG being the highest of them. */
  private static final long[] FLAG_TRAITS = flagTraitsOfAll();

  private final SegmentState s;
  private final SequenceAnchor anchor;

  TcpTracker(SegmentState segment) {
    s = segment;
    anchor = new SequenceAnchor(segment);
  }

  /** Fills the TCP part of the segment, whose subflow and directions are known. */
  void track() {
    DirectionState out = s.out;
    DirectionState back = s.back;
    anchor.set();
    s.ssn = s.isSyn() ? 0 : out.unwrap(s.rawSeq);
    s.ackSsn = s.isAck() && back.anchored ? back.unwrap(s.rawAck) : 0;
    s.window = window(out, back);
    s.traits |= flagTraits();
    s.ordinal = ++out.segments;
    s.acceptance = acceptance(out, back);
    s.echo = echo(back);
    s.dupAck = isDupAck(out, back);
    boolean beyond = s.acceptance == Acceptance.BEYOND;
    if (!s.isSyn() && !s.isRst() && !beyond) {
      payload(out);
    }
    boolean stray = beyond || s.acceptance == Acceptance.OLD;
    if (s.isFin() && !stray && out.finSsn < 0) {
      out.finSsn = s.ssn + s.payload;
    }
    if (s.isAck() && !beyond && back.anchored) {
      acknowledge(out, back);
    }
    remember(out, back);
  }

  // ---- numbers ---------------------------------------------------------------------------------

  private long window(DirectionState out, DirectionState back) {
    if (s.isSyn()) {
      return s.rawWindow;
    }
    if (!out.offersKnown || !back.offersKnown) {
      return -1;
    }
    boolean scaled = out.windowScale >= 0 && back.windowScale >= 0;
    return scaled ? (long) s.rawWindow << out.windowScale : s.rawWindow;
  }

  private long flagTraits() {
    return FLAG_TRAITS[s.flags & FLAG_TRAITS.length - 1]
        | (s.summary.mptcpOptions() > 0 ? SegmentFacts.ANY_OPTION : noOption());
  }

  private static long[] flagTraitsOfAll() {
    long[] traits = new long[1 << 6];
    for (int flags = 0; flags < traits.length; flags++) {
      traits[flags] =
          trait(flags, SegmentView.SYN, SegmentFacts.SYN)
              | trait(flags, SegmentView.FIN, SegmentFacts.FIN)
              | trait(flags, SegmentView.RST, SegmentFacts.RST)
              | trait(flags, SegmentView.URG, SegmentFacts.URGENT)
              | trait(flags, SegmentView.PSH, SegmentFacts.PUSH)
              | trait(flags, SegmentView.ACK, SegmentFacts.ACK);
      if ((flags & (SegmentView.ACK | SegmentView.SYN | SegmentView.RST)) == SegmentView.ACK) {
        traits[flags] |= SegmentFacts.NOT_RST;
      }
    }
    return traits;
  }

  private static long trait(int flags, int flag, long trait) {
    return (flags & flag) != 0 ? trait : 0;
  }

  /** Options that are cut off or broken may have been anything. */
  private long noOption() {
    return s.summary.isSound() ? SegmentFacts.NO_OPTION : 0;
  }

  // ---- acceptance ------------------------------------------------------------------------------

  private Acceptance acceptance(DirectionState out, DirectionState back) {
    if (s.isSyn()) {
      return Acceptance.EXACT;
    }
    long reach =
        Math.max(out.subflow.connection().host(out.side.peer()).largestWindow, LARGEST_JUMP);
    long end = s.ssn + s.payload;
    if (s.ssn - out.sndUna > reach && s.ssn - out.highest > reach
        || s.isAck() && s.ackSsn - back.highest > LARGEST_JUMP && back.anchored) {
      if (++out.beyondRun < JUMP_PROOF || s.isRst()) {
        return Acceptance.BEYOND;
      }
    } else {
      out.beyondRun = 0;
    }
    if (s.ssn == out.contiguous || out.finSsn >= 0 && s.ssn == out.finSsn + 1) {
      return Acceptance.EXACT;
    }
    return end < out.sndUna - 1 ? Acceptance.OLD : Acceptance.OK;
  }

  private Echo echo(DirectionState back) {
    if (s.tsEcr < 0 || !s.isAck() || !back.anyTsVal) {
      return Echo.NONE;
    }
    return Seq32.less(back.newestTsVal, (int) s.tsEcr) ? Echo.UNSEEN : Echo.SEEN;
  }

  private boolean isDupAck(DirectionState out, DirectionState back) {
    int other = SegmentView.SYN | SegmentView.FIN | SegmentView.RST;
    return s.payload == 0
        && s.isAck()
        && (s.flags & other) == 0
        && out.lastHadAck
        && out.lastRawAck == s.rawAck
        && out.lastRawWindow == s.rawWindow
        && back.highest > back.sndUna
        && !back.payloadSincePeer
        && !hasNewerDataAck(out);
  }

  private boolean hasNewerDataAck(DirectionState out) {
    return s.hasDss
        && s.dss.hasDataAck()
        && (!out.anyDataAck || Seq32.less(out.lastDataAck, (int) s.dss.dataAck()));
  }

  // ---- payload ---------------------------------------------------------------------------------

  private void payload(DirectionState out) {
    long end = s.ssn + s.payload;
    if (s.ssn == out.highest - 1
        && s.payload <= 1
        && !s.isFin()
        && out.sndUna >= out.highest
        && (s.flags & SegmentView.PSH) == 0) {
      s.trait(SegmentFacts.KEEPALIVE);
      return;
    }
    if (s.payload == 0 || end <= 1) {
      return;
    }
    s.trait(SegmentFacts.PAYLOAD);
    if (out.finSsn >= 0 && end > out.finSsn + 1) {
      s.trait(SegmentFacts.BEYOND_FIN);
    }
    long from = Math.max(1, s.ssn);
    pieces(out, from, end);
    if (s.pieces > 0) {
      s.trait(SegmentFacts.NEW_PAYLOAD);
      newPayload(out, end);
    } else {
      s.trait(SegmentFacts.RETRANSMISSION);
      retransmission(out, from, end);
    }
    if (out.gaps.isSuspected()) {
      out.gaps.appeared(from, end, s);
    }
    if (s.isCut()) {
      out.cut.add(s.time, out.segments);
    }
    out.payloadSincePeer = true;
  }

  private void pieces(DirectionState out, long from, long to) {
    RangeSet sent = out.sent;
    if (from >= out.highest) {
      piece(from, to);
    } else {
      long at = from;
      while (at < to && s.pieces < SegmentState.MAX_PIECES) {
        long start = sent.firstMissing(at);
        if (start >= to) {
          break;
        }
        long end = sent.firstPresent(start, to);
        piece(start, end);
        at = end;
      }
    }
    out.octets += sent.add(from, to);
  }

  private void piece(long from, long to) {
    s.pieceFrom[s.pieces] = from;
    s.pieceTo[s.pieces++] = to;
  }

  private void newPayload(DirectionState out, long end) {
    if (s.ssn <= out.sndUna) {
      out.unaSentAt = s.time;
    }
    if (end > out.highest) {
      if (out.timedSsn < 0) {
        out.timedSsn = end;
        out.timedAt = s.time;
      }
      out.highest = end;
    }
    out.contiguous = out.sent.firstMissing(Math.max(out.contiguous, 1));
    out.rate.add(s.payload, s.time);
  }

  private void retransmission(DirectionState out, long from, long end) {
    // Which copy an acknowledgment answers is unknown (Karn).
    out.timedSsn = -1;
    if (from <= out.sndUna && out.sndUna < end) {
      if (s.time - out.unaSentAt >= out.subflow.rto(out.side)) {
        out.timeoutsInRow++;
      }
      out.unaSentAt = s.time;
    }
  }

  // ---- acknowledgment --------------------------------------------------------------------------

  private void acknowledge(DirectionState out, DirectionState back) {
    long ack = s.ackSsn;
    if (!s.isRst()) {
      out.lastAckTime = s.time;
      if (s.window >= 0) {
        back.windowEdge = Math.max(back.windowEdge, ack + s.window);
        HostState receiver = out.subflow.connection().host(out.side);
        receiver.largestWindow = Math.max(receiver.largestWindow, s.window);
        if (s.hasDss && s.dss.hasDataAck() || !back.ledger.dataAckSeen) {
          receiver.largestDataWindow = Math.max(receiver.largestDataWindow, s.window);
        }
      }
    }
    if (ack > back.sndUna) {
      advance(back, ack);
    }
    if (s.summary.sackBlocks() > 0 && back.anchored) {
      sack(back);
    }
  }

  private void advance(DirectionState back, long ack) {
    long payloadEnd = back.finSsn >= 0 && ack > back.finSsn ? back.finSsn : ack;
    s.ackedFrom = back.sndUna;
    s.ackedTo = Math.max(back.sndUna, payloadEnd);
    if (back.finSsn >= 0 && ack > back.finSsn) {
      back.finAcked = true;
    }
    if (payloadEnd > back.contiguous) {
      back.gaps.acknowledged(back.sndUna, payloadEnd, s);
      back.contiguous = back.sent.firstMissing(payloadEnd);
      back.highest = Math.max(back.highest, payloadEnd);
    }
    back.sndUna = ack;
    back.ackedFrame = s.frame;
    back.ackedTime = s.time;
    back.timeoutsInRow = 0;
    back.unaSentAt = s.time;
    if (back.timedSsn >= 0 && ack >= back.timedSsn) {
      sample(back, s.time - back.timedAt);
      back.timedSsn = -1;
    }
  }

  /** Smoothing of RFC 6298. */
  static void sample(DirectionState direction, long loop) {
    if (loop < 0 || loop > LONGEST_LOOP) {
      return;
    }
    if (direction.loop < 0) {
      direction.loop = loop;
      direction.loopVariation = loop / 2;
    } else {
      direction.loopVariation += (Math.abs(direction.loop - loop) - direction.loopVariation) / 4;
      direction.loop += (loop - direction.loop) / 8;
    }
  }

  private void sack(DirectionState back) {
    for (int block = 0; block < s.summary.sackBlocks(); block++) {
      long left = back.unwrap(s.sackEdge(block, 0));
      long right = back.unwrap(s.sackEdge(block, 4));
      if (left < back.sndUna || right <= left || right - back.highest > LARGEST_JUMP) {
        continue;
      }
      if (!back.sent.containsAll(left, right) && !(back.finSsn >= 0 && right > back.finSsn)) {
        back.gaps.acknowledged(left, right, s);
      }
    }
  }

  private void remember(DirectionState out, DirectionState back) {
    if (out.firstFrame == 0) {
      out.firstFrame = s.frame;
      out.firstTime = s.time;
    }
    out.beforeLastTime = out.segments > 1 ? out.lastTime : Long.MIN_VALUE;
    out.lastTime = s.time;
    quality(out);
    out.timestamp(s.tsVal);
    out.lastHadAck = s.isAck();
    out.lastRawAck = s.rawAck;
    out.lastRawWindow = s.rawWindow;
    back.payloadSincePeer = false;
    if (s.hasDss && s.dss.hasDataAck()) {
      if (!out.anyDataAck || Seq32.less(out.lastDataAck, (int) s.dss.dataAck())) {
        out.dataAckReached((int) s.dss.dataAck(), s.frame, s.time, s.tsVal);
        out.anyDataAck = true;
      }
      out.lastDataAckWide = s.dss.dataAckWide();
    }
    if (s.hasDss && s.dss.hasMapping()) {
      dsnWidth(out, s.dss.dsnWide());
    }
    out.recent.add(s);
  }

  private void dsnWidth(DirectionState out, boolean wide) {
    HostState host = out.subflow.connection().host(out.side);
    boolean other = out.anyDsn ? wide != out.lastDsnWide : host.anyDsn && wide != host.firstDsnWide;
    if (other) {
      out.widthChanged = s.ref();
    }
    if (!host.anyDsn) {
      host.anyDsn = true;
      host.firstDsnWide = wide;
    }
    out.anyDsn = true;
    out.lastDsnWide = wide;
  }

  private void quality(DirectionState out) {
    out.interfaces |= ClockSkew.bit(s.interfaceId);
    out.beyondSyn |= !s.isSyn() && !s.isRst();
    out.oddTime = out.oddTime || s.time % 1_000_000 != 0;
    out.anyIpId |= s.ip.ipId() != 0;
    if (s.tsVal >= 0 && out.anyTsVal && Seq32.less((int) s.tsVal, out.newestTsVal)) {
      out.reordered = true;
    }
    if (!out.nopsInPlace
        && s.has(SegmentFacts.NO_OPTION)
        && out.subflow.connection().host(out.side).lastOptionFrame > 0
        && s.view.optionsLength() >= NOPS_OF_A_BOX) {
      out.nopsInPlace = s.reader.longestRunOfNops(s.view) >= NOPS_OF_A_BOX;
    }
  }
}
