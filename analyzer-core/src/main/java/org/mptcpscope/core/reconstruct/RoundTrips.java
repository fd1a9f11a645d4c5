package org.mptcpscope.core.reconstruct;

import org.mptcpscope.core.model.Side;

/**
 * Round-trip times of one subflow as seen from the vantage: one loop from it through each host, of
 * which the sum is what a host measures. Times in nanoseconds.
 */
final class RoundTrips {
  private static final long MILLIS = 1_000_000;
  private static final long SECOND = 1_000_000_000;

  private final SubflowState subflow;
  private long handshake = -1;

  RoundTrips(SubflowState subflow) {
    this.subflow = subflow;
  }

  /** From the first SYN to the third packet. */
  void handshake(long nanos) {
    if (nanos >= 0 && nanos < 600 * SECOND) {
      handshake = nanos;
    }
  }

  /** -1 without a sample. */
  long roundTrip() {
    DirectionState a = subflow.direction(Side.INITIATOR);
    DirectionState b = subflow.direction(Side.LISTENER);
    if ((a.loop | b.loop) >= 0) {
      return a.loop + b.loop;
    }
    long loops = Math.max(0, a.loop) + Math.max(0, b.loop);
    return a.loop < 0 && b.loop < 0 ? handshake : Math.max(loops, handshake);
  }

  /** How short a round trip can be: that of the handshake has no queue yet; -1 without a sample. */
  long shortest() {
    long roundTrip = roundTrip();
    return handshake < 0 ? roundTrip : Math.min(handshake, roundTrip);
  }

  /** "1 RTT" of a recipe. */
  long grace() {
    long roundTrip = roundTrip();
    return roundTrip < 0 ? SECOND : Math.clamp(roundTrip + 50 * MILLIS, 60 * MILLIS, 3 * SECOND);
  }

  /** Retransmission time-out estimate of a host (RFC 6298, with the floor of common stacks). */
  long rto(Side side) {
    long roundTrip = roundTrip();
    return roundTrip < 0
        ? SECOND
        : Math.max(200 * MILLIS, roundTrip + 4 * subflow.direction(side).loopVariation);
  }
}
