package org.mptcpscope.core.reconstruct;

import org.mptcpscope.core.event.Carrier.Acceptance;
import org.mptcpscope.core.event.MptcpEvent.FellBack;
import org.mptcpscope.core.event.MptcpEvent.HandshakeCompleted.Outcome;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.Fallback;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subject;

/** Feeds the fallback machines of both hosts (RFC 8684, 3.7), and states when one is bound. */
final class FallbackTracker {
  private final ConnectionState connection;
  private final DataPlane plane;
  private final EventSink sink;
  private final FallbackMachine ofInitiator = new FallbackMachine(Side.INITIATOR);
  private final FallbackMachine ofListener = new FallbackMachine(Side.LISTENER);

  // A fallback that the segment in hand brought about, stated when all else of it was.
  private Fallback first;
  private Fallback second;

  private FrameRef infiniteAt;

  private long plainOfInitiator;
  private long plainOfListener;

  FallbackTracker(ConnectionState connection, DataPlane plane, EventSink sink) {
    this.connection = connection;
    this.plane = plane;
    this.sink = sink;
  }

  FallbackMachine of(Side side) {
    return side == Side.INITIATOR ? ofInitiator : ofListener;
  }

  /** The first infinite mapping of either host, or null. */
  FrameRef infiniteAt() {
    return infiniteAt;
  }

  /** Payload octets that a host sent while bound to plain TCP. */
  long plainOctets(Side side) {
    return side == Side.INITIATOR ? plainOfInitiator : plainOfListener;
  }

  void plain(Side side, long octets) {
    if (side == Side.INITIATOR) {
      plainOfInitiator += octets;
    } else {
      plainOfListener += octets;
    }
  }

  private void note(Fallback fallback) {
    if (fallback != null) {
      connection.count(Subject.FALLBACK, fallback.by());
      if (first == null) {
        first = fallback;
      } else {
        second = fallback;
      }
    }
  }

  // ---- handshake -------------------------------------------------------------------------------

  /** The handshake of a subflow ended with this segment. */
  void handshake(SegmentState s, Outcome outcome, boolean explicit) {
    if (!s.on.isInitial()) {
      return;
    }
    if (outcome == Outcome.REFUSED) {
      FrameRef synAck =
          s.on
              .handshake
              .current()
              .flatMap(attempt -> attempt.synAck())
              .map(copy -> copy.frame())
              .orElse(s.ref());
      note(ofInitiator.refused(synAck));
      note(ofListener.refused(synAck));
    } else if (outcome == Outcome.BARE && explicit) {
      ofInitiator.thirdWasBare(s.ref());
      ofListener.thirdWasBare(s.ref());
      if (connection.dialect().version() == 0) {
        bare();
      }
    }
  }

  private void bare() {
    note(ofInitiator.firstDataWasBare());
    note(ofListener.firstDataWasBare());
  }

  /** MP_CAPABLE on a segment without SYN. */
  void capableSeen(SegmentState s) {
    if (s.on.isInitial() && s.by == Side.INITIATOR) {
      ofInitiator.capableSeen();
      ofListener.capableSeen();
    }
  }

  /** Before the payload of a segment is looked at: it may decide what a bare third packet means. */
  void firstData(SegmentState s) {
    if (ofInitiator.isThirdBare()
        && s.pieces > 0
        && s.by == Side.INITIATOR
        && s.on.isInitial()
        && s.capableData == null
        && !s.out.ledger.payloadStarted) {
      bare();
    }
  }

  // ---- MP_FAIL and infinite mapping ------------------------------------------------------------

  /** MP_FAIL (RFC 8684, 3.7): on a live, single subflow it ends MPTCP for its receiver. */
  void failed(SegmentState s) {
    Side receiver = s.by.peer();
    boolean acceptable =
        s.acceptance != Acceptance.BEYOND && s.acceptance != Acceptance.OLD && !s.isRst();
    if (!acceptable) {
      return;
    }
    note(of(s.by).failSent());
    if (connection.open(receiver).size() == 1 && !plane.of(receiver).isReinjectionOutstanding()) {
      note(of(receiver).failReceived(s.ref(), s.on.vantage().isAt(receiver)));
    }
  }

  /** A mapping of length 0 without DATA_FIN. */
  void infinite(SegmentState s) {
    if (infiniteAt == null) {
      infiniteAt = s.ref();
    }
    note(of(s.by).infiniteSent(s.ref()));
    note(of(s.by.peer()).infiniteReceived());
  }

  // ---- silence ---------------------------------------------------------------------------------

  /** Looks for a host that went on without MPTCP options, then states what happened. */
  void segment(SegmentState s) {
    if (s.has(SegmentFacts.ANY_OPTION)) {
      of(s.by).optionSeen();
      if (!s.on.isInitial()) {
        of(s.by.peer()).optionSeen();
      }
    } else if (s.on.isInitial() && s.has(SegmentFacts.NO_OPTION) && !s.isRst()) {
      bare(s);
    }
    if (first != null) {
      state(first);
      first = null;
    }
    if (second != null) {
      state(second);
      second = null;
    }
  }

  private void bare(SegmentState s) {
    FallbackMachine machine = of(s.by);
    if (machine.isBound()) {
      return;
    }
    if (s.pieces > 0 && s.has(SegmentFacts.UNCOVERED)) {
      PendingOctets pending = s.out.ledger.pending;
      boolean waits = pending != null && pending.waits(machine.bareFrom(), machine.bareTo());
      boolean certain = s.on.vantage().isAt(s.by) && !isConfirmed(s);
      note(machine.bareData(s, certain, waits));
      if (machine.isBound() && pending != null) {
        absorb(s.by);
      }
    }
    if (s.ackedTo > s.ackedFrom && s.ackedTo > 1) {
      machine.bareAck(s.frame, s.time);
    }
  }

  /** What waited for a mapping is plain payload now. */
  private void absorb(Side side) {
    for (SubflowState subflow : connection.subflowStates()) {
      DirectionLedger ledger = subflow.direction(side).ledger;
      if (ledger.pending != null) {
        plain(side, ledger.pending.total());
        ledger.pending = null;
      }
    }
  }

  private boolean isConfirmed(SegmentState s) {
    return s.out.ledger.confirmedAt != null || plane.of(s.by).isAnyDataAcked();
  }

  private void state(Fallback fallback) {
    if (sink.listening()) {
      sink.emit(new FellBack(sink.carrier(), fallback, sink.doubts()));
    }
  }
}
