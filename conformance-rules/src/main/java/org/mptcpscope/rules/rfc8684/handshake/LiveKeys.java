package org.mptcpscope.rules.rfc8684.handshake;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.Host;
import org.mptcpscope.core.model.Side;

/** The keys of established connections that are not over, by the address of their owner. */
final class LiveKeys {
  private static final int MOST = 65_536;

  private final Map<Identity, Host> owners = new HashMap<>();
  private final Map<Connection, List<Identity>> kept = new HashMap<>();
  private final Set<Connection> aborted = new HashSet<>();

  private record Identity(InetAddress address, long key) {}

  void fastClosed(Connection connection) {
    aborted.add(connection);
  }

  void ended(Connection connection) {
    aborted.remove(connection);
    for (Identity identity : kept.getOrDefault(connection, List.of())) {
      Host owner = owners.get(identity);
      if (owner != null && owner.connection() == connection) {
        owners.remove(identity);
      }
    }
    kept.remove(connection);
  }

  /** Another live connection of this address with this key; else the host takes it. */
  Optional<Host> takenBy(InetAddress address, long key, Host host) {
    Identity identity = new Identity(address, key);
    Host earlier = owners.get(identity);
    if (earlier != null && !isOver(earlier.connection())) {
      return Optional.of(earlier)
          .filter(other -> other.connection() != host.connection())
          .filter(other -> !isSame(other, host));
    }
    if (owners.size() < MOST) {
      owners.put(identity, host);
      kept.computeIfAbsent(host.connection(), _ -> new ArrayList<>(2)).add(identity);
    }
    return Optional.empty();
  }

  private boolean isOver(Connection connection) {
    return aborted.contains(connection)
        || isFinished(connection.host(Side.INITIATOR)) && isFinished(connection.host(Side.LISTENER))
        || connection.open(Side.INITIATOR).isEmpty() && connection.open(Side.LISTENER).isEmpty();
  }

  private static boolean isFinished(Host host) {
    return host.finalDsn().filter(fin -> fin.ackedAt() != null).isPresent();
  }

  /** One connection seen twice, as on both sides of an address translator. */
  private static boolean isSame(Host one, Host other) {
    return peer(one).key().equals(peer(other).key());
  }

  private static Host peer(Host host) {
    return host.connection().host(host.side().peer());
  }
}
