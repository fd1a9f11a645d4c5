package org.mptcpscope.core.reconstruct;

import org.mptcpscope.core.model.Vantage;

/** Where a subflow was captured, by what its segments prove. */
final class VantageJudge {
  private Vantage proven = Vantage.UNKNOWN;

  Vantage vantage() {
    return proven;
  }

  /** The two halves of the handshake. */
  void handshake(long synToSynAck, long synAckToAck) {}

  void note(SegmentState segment) {}
}
