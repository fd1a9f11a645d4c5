package org.mptcpscope.core.reconstruct;

import org.mptcpscope.core.trace.StreamRanks;

/** Stream numbers of a pass whose order of time is not that of the file. */
final class FileOrder implements StreamRanks {
  private final int[] tcp;
  private final int[] mptcp;

  private FileOrder(StreamNumbers tcp, StreamNumbers mptcp) {
    this.tcp = tcp.inFileOrder();
    this.mptcp = mptcp.inFileOrder();
  }

  static StreamRanks of(StreamNumbers tcp, StreamNumbers mptcp) {
    return tcp.isOrdered() && mptcp.isOrdered() ? StreamRanks.SAME : new FileOrder(tcp, mptcp);
  }

  @Override
  public int tcp(int stream) {
    return rank(tcp, stream);
  }

  @Override
  public int mptcp(int stream) {
    return rank(mptcp, stream);
  }

  private static int rank(int[] ranks, int stream) {
    return stream < ranks.length ? ranks[stream] : -1;
  }
}
