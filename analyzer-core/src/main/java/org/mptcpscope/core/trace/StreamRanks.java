package org.mptcpscope.core.trace;

import org.mptcpscope.core.model.ConnectionSummary;
import org.mptcpscope.core.model.SubflowSummary;

/**
 * Wireshark's numbers of streams for those that a pass handed out: the two differ only where the
 * order of the file is not that of time.
 */
public interface StreamRanks {
  /** They do not differ. */
  StreamRanks SAME =
      new StreamRanks() {
        @Override
        public int tcp(int stream) {
          return stream;
        }

        @Override
        public int mptcp(int stream) {
          return stream;
        }
      };

  /** tcp.stream of a number that is not negative; -1 if it is not known. */
  int tcp(int stream);

  /** mptcp.stream of a number that is not negative; -1 if it is not known. */
  int mptcp(int stream);

  /** A summary with Wireshark's numbers. */
  default ConnectionSummary renumbered(ConnectionSummary c) {
    if (this == SAME) {
      return c;
    }
    return new ConnectionSummary(
        c.id(),
        c.dialect(),
        c.dialectDetail(),
        c.state(),
        c.vantage(),
        c.fallback(),
        c.peerFallback(),
        c.closedBy(),
        c.closer(),
        c.closedAt(),
        c.dataFromInitiator(),
        c.dataFromListener(),
        c.mptcpStream() < 0 ? -1 : mptcp(c.mptcpStream()),
        c.firstFrame(),
        c.lastFrame(),
        c.keysGiven(),
        c.signals(),
        c.subflows().stream().map(this::renumbered).toList());
  }

  private SubflowSummary renumbered(SubflowSummary s) {
    return new SubflowSummary(
        s.id(),
        s.tcpStream() < 0 ? -1 : tcp(s.tcpStream()),
        s.initiator(),
        s.listener(),
        s.openedBy(),
        s.vantage(),
        s.state(),
        s.stateReason(),
        s.stateFrame(),
        s.closedBy(),
        s.firstFrame(),
        s.lastFrame(),
        s.bytesFromInitiator(),
        s.bytesFromListener());
  }
}
