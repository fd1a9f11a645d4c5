package org.mptcpscope.core.reconstruct;

import org.mptcpscope.dissector.tcp.Seq32;

/**
 * Right edge of the connection's window, as the receiver told it on one subflow: Data ACK plus
 * window, which never moves left (RFC 8684, 3.3.4). An edge counts once a second segment goes as
 * far, so that one damaged window field moves nothing.
 */
final class WindowEdge {
  /** Segments that name no maximum segment size are taken to have this one, at least. */
  private static final int LEAST_MSS = 1460;

  /** A DSN; right only if {@link #known}. */
  long edge;

  boolean known;
  int tsVal;
  int frame;
  long time;

  /** The last edge behind {@link #edge}, which no second segment confirmed yet. */
  private long claim;

  private boolean claimed;
  private int claimTsVal;
  private int claimFrame;
  private long claimTime;

  /** Less than this is rounding, or a receiver that tells whole segments only. */
  static long grain(DirectionState receiver, DirectionState sender) {
    boolean scaled = receiver.windowScale >= 0 && sender.windowScale >= 0;
    long unit = scaled ? 1L << receiver.windowScale : 1;
    return Math.max(unit, Math.max(LEAST_MSS, Math.max(receiver.mss, sender.mss)));
  }

  /** Whether an edge lies left of the one that counts, by more than the grain. */
  boolean isBehind(long seen, long grain) {
    return known && seen - edge < -grain;
  }

  /** Whether the edge that counts was told at an earlier time of its host's clock. */
  boolean isOlderThan(long seenTsVal) {
    return Seq32.less(tsVal, (int) seenTsVal);
  }

  /** A segment with a time stamp told this edge. */
  void tell(long seen, long seenTsVal, int seenFrame, long seenTime) {
    if (known && seen - edge <= 0) {
      return;
    }
    if (claimed && seen - claim >= 0) {
      count(claim, claimTsVal, claimFrame, claimTime);
    } else if (claimed) {
      count(seen, (int) seenTsVal, seenFrame, seenTime);
    }
    claimed = true;
    claim = seen;
    claimTsVal = (int) seenTsVal;
    claimFrame = seenFrame;
    claimTime = seenTime;
  }

  private void count(long told, int toldTsVal, int toldFrame, long toldTime) {
    if (known && told - edge <= 0) {
      return;
    }
    known = true;
    edge = told;
    tsVal = toldTsVal;
    frame = toldFrame;
    time = toldTime;
  }

  /** All DSNs grow by a constant. */
  void shift(long delta) {
    edge += delta;
    claim += delta;
  }
}
