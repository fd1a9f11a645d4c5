package org.mptcpscope.core.reconstruct;

import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Side;

/**
 * One direction of one subflow: what its sender sent, as far as the capture shows it. Sequence
 * numbers are SSNs, unwrapped to 64 bits: the first octet of data has SSN 1 (RFC 8684, 3.3.1).
 */
final class DirectionState {
  final SubflowState subflow;

  /** The sender. */
  final Side side;

  /** What the data plane keeps of this direction. */
  final DirectionLedger ledger = new DirectionLedger();

  /** The sequence number of the SYN; right only if {@link #isnKnown}. */
  int isn;

  boolean isnKnown;

  /** Raw sequence numbers can be turned into SSNs; without a SYN by the first number seen. */
  boolean anchored;

  /** Raw sequence number of SSN 0. */
  int base;

  /** First SSN behind what was sent; 1 before any data. */
  long highest = 1;

  /** First SSN not acknowledged by the peer. */
  long sndUna = 1;

  /** End of the octets seen without a hole; 1 before any data. */
  long contiguous = 1;

  int ackedFrame;
  long ackedTime;

  /** Segments of this sender. */
  int segments;

  /** Distinct payload octets seen. */
  long octets;

  /** SSN of the FIN, or -1. */
  long finSsn = -1;

  FrameRef finAt;

  /** First acceptable RST of this sender. */
  FrameRef rstAt;

  /** Retransmissions of sndUna at least one RTO apart without progress. */
  int timeoutsInRow;

  /** Capture time of the last segment with flag ACK. */
  long lastAckTime = Long.MIN_VALUE / 2;

  /** Smoothed loop from the vantage through the peer and back; -1 without a sample. */
  long loop = -1;

  long loopVariation;

  /** Right edge of the receiver's window in SSN; -1 if unknown. */
  long windowEdge = -1;

  final RecentSegments recent = new RecentSegments();
  final RateMeter rate = new RateMeter(this);

  DirectionState(SubflowState subflow, Side side) {
    this.subflow = subflow;
    this.side = side;
  }

  /** Octets that the receiver's window still admits; 0 if that is unknown. */
  long windowLeft() {
    return windowEdge < 0 ? 0 : Math.max(0, windowEdge - highest);
  }
}
