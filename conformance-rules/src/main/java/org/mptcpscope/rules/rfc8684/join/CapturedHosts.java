package org.mptcpscope.rules.rfc8684.join;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.mptcpscope.core.event.MptcpEvent.HandshakeCompleted;
import org.mptcpscope.core.event.MptcpEvent.HandshakeCompleted.Outcome;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.Side;

/** Initial addresses of the hosts of each live connection of a capture. */
final class CapturedHosts {
  private final Map<Integer, Set<InetAddress>> live = new HashMap<>();

  void agreed(HandshakeCompleted completed) {
    if (completed.outcome() == Outcome.AGREED && completed.on().isInitial()) {
      Set<InetAddress> addresses = new HashSet<>();
      for (Side side : Side.values()) {
        addresses.add(completed.on().addressOf(side).getAddress());
      }
      live.put(completed.connection().id(), addresses);
    }
  }

  void ended(Connection connection) {
    live.remove(connection.id());
  }

  /** Whether a live connection began at this address. */
  boolean contains(InetAddress address) {
    return live.values().stream().anyMatch(addresses -> addresses.contains(address));
  }
}
