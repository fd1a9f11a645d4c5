package org.mptcpscope.core.reconstruct;

import static org.mptcpscope.core.reconstruct.DataPlane.MOST_EVENTS;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent.PayloadUnmapped;
import org.mptcpscope.core.event.MptcpEvent.ProgressStalled;
import org.mptcpscope.core.event.MptcpEvent.SubflowEnded.How;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.Doubt;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.MappingTable.Range;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow.Trouble;
import org.mptcpscope.dissector.tcp.OptionCursor;

/**
 * Payload that no mapping covers (RFC 8684, 3.3.1). It is judged when a receive window behind it
 * was acknowledged, or when its subflow is over: until then a mapping may still come.
 */
final class Coverage {
  /** So many acknowledgments in front of the same octets tell that later ones arrive. */
  private static final int STALLED_ACKS = 3;

  private static final long LEAST_ROUND_TRIP = 60_000_000;

  private final DataPlane plane;
  private final EventSink sink;
  private final OptionCursor options = new OptionCursor();
  private int stated;

  Coverage(DataPlane plane, EventSink sink) {
    this.plane = plane;
    this.sink = sink;
  }

  /** New payload [from, to) of the segment has no mapping so far. */
  void uncovered(SegmentState s, long from, long to) {
    s.trait(SegmentFacts.UNCOVERED);
    if (plane.fallbacks().of(s.by).isBound()) {
      plane.fallbacks().plain(s.by, to - from);
      return;
    }
    DirectionLedger ledger = s.out.ledger;
    boolean optionless = s.has(SegmentFacts.NO_OPTION) && !hidesOptions(s);
    if (ledger.pending == null) {
      ledger.pending = new PendingOctets();
    }
    ledger.pending.add(
        new PendingOctets.Piece(
            from, to, optionless, s.isCut(), s.ref(), s.position, s.ssn, s.payload));
    if (!ledger.uncoveredNoted) {
      ledger.uncoveredNoted = true;
      s.on.trouble(
          optionless ? Trouble.Kind.OPTIONS_STRIPPED : Trouble.Kind.UNMAPPED, s.by, s.ref());
    }
  }

  /**
   * Its sender put options behind End of Option List, where they are none: no box took them out.
   */
  private boolean hidesOptions(SegmentState s) {
    options.reset(s.view);
    while (options.next()) {
      // The walk ends at End of Option List.
    }
    return options.behindEol() >= 4;
  }

  /** The segment acknowledged payload of its receiver. */
  void judgeOverdue(SegmentState s) {
    PendingOctets pending = s.back.ledger.pending;
    long window = s.back.ledger.window();
    if (pending != null && pending.isOverdue(s.back.sndUna, window)) {
      judge(s.back, pending.overdue(s.back.sndUna, window), s.ref());
    }
  }

  /** Acknowledges in front of payload without a mapping, though later octets arrived. */
  void stalled(SegmentState s) {
    DirectionState back = s.back;
    DirectionLedger ledger = back.ledger;
    if (ledger.pending == null || ledger.pending.isEmpty() || ledger.stalledAcks < 0) {
      return;
    }
    PendingOctets.Piece piece = ledger.pending.at(back.sndUna);
    boolean stands = s.ackSsn == back.sndUna && (s.dupAck || s.summary.sackBlocks() > 0);
    if (piece == null || !stands || s.isRst()) {
      ledger.stalledAcks = 0;
      return;
    }
    ledger.stalledAcks++;
    long since = Math.max(piece.first().time(), back.ackedTime);
    boolean again = back.unaSentAt > since;
    long patience = 3 * Math.max(LEAST_ROUND_TRIP, s.on.roundTrip());
    if (ledger.stalledAcks >= STALLED_ACKS
        && again
        && s.time - since > patience
        && !back.gaps.isSuspected()
        && !plane.fallbacks().of(Side.INITIATOR).isSuspected()
        && !plane.fallbacks().of(Side.LISTENER).isSuspected()
        && sink.listening()
        && DataPlane.isSound(s)) {
      ledger.stalledAcks = -1;
      Range ssns = new Range(back.sndUna, piece.to());
      sink.emit(new ProgressStalled(sink.carrier(), ssns, piece.first(), sink.doubts()));
    }
  }

  /** The subflow is over: what was acknowledged without a mapping will get none. */
  void ended(SubflowState subflow, FrameRef at) {
    if (subflow.ended == How.CAPTURE_END || subflow.ended == How.IDLE) {
      return;
    }
    for (Side side : Side.values()) {
      DirectionState direction = subflow.direction(side);
      PendingOctets pending = direction.ledger.pending;
      if (pending != null && !pending.isEmpty()) {
        judge(direction, pending.drain(), at);
      }
    }
  }

  private void judge(DirectionState direction, List<PendingOctets.Piece> pieces, FrameRef knownAt) {
    for (PendingOctets.Piece piece : pieces) {
      if (piece.spoiled()
          || piece.to() > direction.sndUna
          || plane.fallbacks().of(direction.side).isBound()) {
        continue;
      }
      // The first frame tells where it began; the rest would push other troubles out.
      if (!direction.ledger.unmappedNoted) {
        direction.ledger.unmappedNoted = true;
        direction.subflow.trouble(Trouble.Kind.UNMAPPED, direction.side, piece.first());
      }
      if (sink.listening() && stated++ < MOST_EVENTS) {
        state(direction, piece, knownAt);
      }
    }
  }

  private void state(DirectionState direction, PendingOctets.Piece piece, FrameRef knownAt) {
    Carrier carrier =
        sink.carrierOf(
            piece.first(), piece.position(), direction, piece.segmentSsn(), piece.segmentPayload());
    Set<Doubt> doubts = EnumSet.noneOf(Doubt.class);
    if (direction.gaps.missing() > 0 || direction.gaps.isSuspected()) {
      doubts.add(Doubt.CAPTURE_GAP);
    }
    if (plane.fallbacks().of(direction.side).isSuspected()) {
      doubts.add(Doubt.FALLBACK);
    }
    if (direction.subflow.midstream) {
      doubts.add(Doubt.MIDSTREAM);
    }
    sink.emit(
        new PayloadUnmapped(
            carrier,
            knownAt,
            new Range(piece.from(), piece.to()),
            piece.optionless(),
            Set.copyOf(doubts)));
  }
}
