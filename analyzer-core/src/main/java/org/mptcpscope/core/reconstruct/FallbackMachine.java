package org.mptcpscope.core.reconstruct;

import java.util.Optional;
import org.mptcpscope.core.model.Fallback;
import org.mptcpscope.core.model.Fallback.Reason;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Side;

/**
 * Whether one host has fallen back to plain TCP (RFC 8684, 3.7). The two hosts fall back apart: one
 * may go on as if nothing had happened. Each step answers with the fallback if it begins there.
 */
final class FallbackMachine {
  /** New payload segments without any option and mapping that show a silent fallback. */
  private static final int BARE_PAYLOAD = 2;

  /** Acknowledgments of new payload without any option that suggest one. */
  private static final int BARE_ACKS = 16;

  private final Side side;

  private Fallback bound;
  private FrameRef bareThird;
  private FrameRef failReceived;
  private boolean failSent;

  private int bareSegments;
  private int bareFrame;
  private long bareTime;
  private long bareFrom;
  private long bareTo;
  private int bareAcks;
  private int bareAckFrame;
  private long bareAckTime;

  FallbackMachine(Side side) {
    this.side = side;
  }

  /** The fallback in force: a certain one, or one that the capture only suggests. */
  Optional<Fallback> fallback() {
    if (bound != null) {
      return Optional.of(bound);
    }
    if (bareSegments >= BARE_PAYLOAD) {
      return Optional.of(suspicion(bareFrame, bareTime));
    }
    return bareAcks >= BARE_ACKS
        ? Optional.of(suspicion(bareAckFrame, bareAckTime))
        : Optional.empty();
  }

  private Fallback suspicion(int frame, long time) {
    return new Fallback(side, Reason.SILENT, new FrameRef(frame, time), false);
  }

  /** Whether an MPTCP option is no news. */
  boolean isQuiet() {
    return bound == null && bareThird == null && bareSegments == 0 && bareAcks == 0;
  }

  boolean isBound() {
    return bound != null;
  }

  /** Whether the host is bound, or seems to be. */
  boolean isSuspected() {
    return bound != null || bareSegments >= BARE_PAYLOAD || bareAcks >= BARE_ACKS;
  }

  private Fallback bind(Reason reason, FrameRef since) {
    if (bound != null) {
      return null;
    }
    bound = new Fallback(side, reason, since, true);
    return bound;
  }

  /** No SYN/ACK had MP_CAPABLE. */
  Fallback refused(FrameRef synAck) {
    return bind(Reason.REFUSED, synAck);
  }

  /** The third packet lacks MP_CAPABLE; in version 1 the first data may still carry it. */
  void thirdWasBare(FrameRef third) {
    bareThird = third;
  }

  boolean isThirdBare() {
    return bareThird != null;
  }

  /** MP_CAPABLE passed after all. */
  void capableSeen() {
    bareThird = null;
  }

  /** The first data of the initiator passed without MP_CAPABLE, and so did the third packet. */
  Fallback firstDataWasBare() {
    return bareThird == null ? null : bind(Reason.BARE_THIRD_PACKET, bareThird);
  }

  /** An infinite mapping of this host: the answer to MP_FAIL, or of its own accord. */
  Fallback infiniteSent(FrameRef at) {
    return failReceived != null
        ? bind(Reason.MP_FAIL, failReceived)
        : bind(Reason.INFINITE_MAPPING, at);
  }

  /** MP_FAIL of this host. */
  Fallback failSent() {
    failSent = true;
    return failReceived == null ? null : bind(Reason.MP_FAIL, failReceived);
  }

  /**
   * MP_FAIL passed toward this host. If it answers the host's own MP_FAIL, the host is bound only
   * when the infinite mapping comes.
   *
   * @param taken the capture proves that it arrived
   */
  Fallback failReceived(FrameRef at, boolean taken) {
    if (failReceived == null) {
      failReceived = at;
    }
    return taken && !failSent ? bind(Reason.MP_FAIL, failReceived) : null;
  }

  /** An infinite mapping of the peer passed: what this host asked for with MP_FAIL. */
  Fallback infiniteReceived() {
    return failSent && failReceived != null ? bind(Reason.MP_FAIL, failReceived) : null;
  }

  /** An option shows that MPTCP is still spoken. */
  void optionSeen() {
    bareSegments = 0;
    bareAcks = 0;
  }

  /**
   * New payload without any option, not covered by a mapping.
   *
   * @param certain the capture was taken at this host, and none of its data was confirmed
   * @param earlierWaits whether the first such payload, {@link #bareFrom} to {@link #bareTo}, still
   *     has no mapping
   */
  Fallback bareData(SegmentState s, boolean certain, boolean earlierWaits) {
    if (failReceived != null) {
      return bind(Reason.MP_FAIL, failReceived);
    }
    if (bareSegments == 0 || !earlierWaits) {
      bareSegments = 1;
      bareFrame = s.frame;
      bareTime = s.time;
      bareFrom = s.pieceFrom[0];
      bareTo = s.pieceTo[0];
      return null;
    }
    bareSegments = Math.min(bareSegments + 1, BARE_PAYLOAD);
    return certain && bareSegments == BARE_PAYLOAD
        ? bind(Reason.SILENT, new FrameRef(bareFrame, bareTime))
        : null;
  }

  long bareFrom() {
    return bareFrom;
  }

  long bareTo() {
    return bareTo;
  }

  /** An acknowledgment of new payload without any option. */
  void bareAck(int frame, long time) {
    if (bareAcks == 0) {
      bareAckFrame = frame;
      bareAckTime = time;
    }
    bareAcks = Math.min(bareAcks + 1, BARE_ACKS);
  }
}
