package org.mptcpscope.rules.rfc8684.join;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.mptcpscope.core.event.MptcpEvent.ConnectionEnded;
import org.mptcpscope.core.event.MptcpEvent.FastClosed;
import org.mptcpscope.core.event.MptcpEvent.SubflowReset;
import org.mptcpscope.core.model.ConnectionSummary.ClosedBy;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Host;
import org.mptcpscope.core.model.Side;

/** Tokens that name no connection any more, each by what its owner itself did; oldest out. */
final class DeadTokens {
  private static final int MOST = 65_536;

  private final Map<Integer, Death> dead =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Death> eldest) {
          return size() > MOST;
        }
      };

  /**
   * How a token died.
   *
   * @param at the frame that ended the connection for its owner
   * @param aborted by a fast close, else by DATA_FINs
   */
  record Death(FrameRef at, boolean aborted) {}

  Optional<Death> of(int token) {
    return Optional.ofNullable(dead.get(token));
  }

  /** Whoever sends a fast close has no connection any more. */
  void fastClosed(FastClosed closed) {
    if (closed.key().isValid()) {
      died(closed.connection().host(closed.by()), closed.carrier().frame(), true);
    }
  }

  /** A reset after the peer's fast close is an answer to it. */
  void reset(SubflowReset reset) {
    Host peer = reset.connection().host(reset.by().peer());
    if (peer.token().isPresent()
        && of(peer.token().getAsInt()).filter(Death::aborted).isPresent()) {
      died(reset.connection().host(reset.by()), reset.carrier().frame(), true);
    }
  }

  void ended(ConnectionEnded ended) {
    if (ended.how() == ClosedBy.DATA_FIN) {
      for (Side side : Side.values()) {
        died(ended.connection().host(side), ended.knownAt(), false);
      }
    }
  }

  private void died(Host host, FrameRef at, boolean aborted) {
    host.token().ifPresent(token -> dead.putIfAbsent(token, new Death(at, aborted)));
  }
}
