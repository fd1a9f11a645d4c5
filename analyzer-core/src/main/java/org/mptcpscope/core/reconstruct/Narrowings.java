package org.mptcpscope.core.reconstruct;

import java.util.EnumSet;
import java.util.Set;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent.DataAckNarrowed;
import org.mptcpscope.core.event.MptcpEvent.SubflowEnded.How;
import org.mptcpscope.core.model.Doubt;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.MappingTable.Range;
import org.mptcpscope.core.model.Side;

/**
 * Data ACKs of 4 octets for data whose DSNs have 8 (RFC 8684, 3.3.2). One of 8 octets may come
 * behind it, on any subflow, and covers the same; so this is stated when the connection ends, once
 * per host.
 */
final class Narrowings {
  private static final long SECOND = 1_000_000_000;

  private record Candidate(Carrier carrier, Set<Doubt> doubts, long from, long to, long deadline) {}

  private final ConnectionState connection;
  private final DataPlane plane;
  private final EventSink sink;
  private Candidate ofInitiator;
  private Candidate ofListener;

  Narrowings(ConnectionState connection, DataPlane plane, EventSink sink) {
    this.connection = connection;
    this.plane = plane;
    this.sink = sink;
  }

  /** A Data ACK, before the stream takes it. */
  void judge(SegmentState s, OctetStream stream, long value) {
    AckWidths widths = stream.widths();
    if (s.dss.dataAckWide()) {
      widths.ackedWidely(value);
      Candidate waiting = of(s.by);
      if (waiting == null || value - waiting.to < 0) {
        return;
      }
      if (s.time <= waiting.deadline) {
        put(s.by, null);
        widths.await(false);
      } else {
        widths.settle();
      }
    } else if (widths.isNarrowed(value)) {
      narrowed(s, stream, value);
    }
  }

  private void narrowed(SegmentState s, OctetStream stream, long value) {
    if (!sink.listening()) {
      stream.widths().settle();
      return;
    }
    long from = stream.widths().floor();
    if (stream.hasAck() && stream.highestAck() - from > 0) {
      from = stream.highestAck();
    }
    long to = stream.isFinishKnown() && value - stream.finishDsn() > 0 ? stream.finishDsn() : value;
    boolean certain =
        stream.isHighHalfKnown()
            && to - from > 0
            && stream.wasSent(from, to)
            && !s.isRst()
            && DataPlane.isSound(s)
            && !isFallen();
    if (certain) {
      Set<Doubt> doubts = EnumSet.noneOf(Doubt.class);
      doubts.addAll(sink.doubts());
      put(s.by, new Candidate(sink.carrier(), doubts, from, to, s.time + patience()));
      stream.widths().await(true);
    }
  }

  private long patience() {
    long longest = SECOND;
    for (SubflowState subflow : connection.subflowStates()) {
      longest = Math.max(longest, 2 * subflow.roundTrip());
    }
    return longest;
  }

  /** The connection is over. */
  void ending(FrameRef at) {
    ending(Side.INITIATOR, at);
    ending(Side.LISTENER, at);
  }

  private void ending(Side by, FrameRef at) {
    Candidate waiting = of(by);
    if (waiting == null || isFallen()) {
      return;
    }
    put(by, null);
    boolean late = at.time() > waiting.deadline;
    for (SubflowState subflow : connection.subflowStates()) {
      if (subflow.altered) {
        // The data is known from in front of a box, the answer from behind it.
        waiting.doubts.add(Doubt.MIDDLEBOX);
      }
      boolean open = subflow.ended == null || subflow.ended == How.CAPTURE_END;
      if (!late && (open || subflow.ended == How.IDLE)) {
        waiting.doubts.add(Doubt.CAPTURE_END);
      }
      if (lacksFrames(subflow.direction(by)) || lacksFrames(subflow.direction(by.peer()))) {
        waiting.doubts.add(Doubt.CAPTURE_GAP);
      }
    }
    sink.emit(
        new DataAckNarrowed(
            waiting.carrier, at, new Range(waiting.from, waiting.to), Set.copyOf(waiting.doubts)));
  }

  private static boolean lacksFrames(DirectionState direction) {
    return direction.gaps.missing() > 0 || direction.gaps.isSuspected() || direction.optionsCut;
  }

  private boolean isFallen() {
    return plane.fallbacks().of(Side.INITIATOR).isSuspected()
        || plane.fallbacks().of(Side.LISTENER).isSuspected();
  }

  private Candidate of(Side by) {
    return by == Side.INITIATOR ? ofInitiator : ofListener;
  }

  private void put(Side by, Candidate candidate) {
    if (by == Side.INITIATOR) {
      ofInitiator = candidate;
    } else {
      ofListener = candidate;
    }
  }
}
