package org.mptcpscope.core.reconstruct;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Variant;
import org.mptcpscope.dissector.mptcp.MptcpCrypto;

/**
 * The tokens of one capture: whose they are, as long as their connections live, and for the newest
 * 65 536 whose they were (JOIN-UNKNOWN-TOKEN-RST verifies an HMAC with the keys of a dead
 * connection).
 */
final class KeyRing {
  private static final int MAX_DEAD = 65_536;
  private static final int MAX_EXPLAINED = 4096;

  /** Who owns a token. */
  record Owner(ConnectionState connection, Side side) {}

  /** An owner whose key gives a token by a wrong computation. */
  record Explained(Owner owner, Variant variant) {}

  /**
   * The token of a connection that was freed.
   *
   * @param ownerKey the key of the host that the token named
   * @param peerKey the key of its peer, which may be unknown
   * @param hashVersion as in {@link MptcpCrypto}
   */
  record Tombstone(long ownerKey, boolean peerKnown, long peerKey, int hashVersion) {}

  private final Map<Integer, List<Owner>> live = new HashMap<>();
  private final Map<Integer, Tombstone> dead =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Tombstone> eldest) {
          return size() > MAX_DEAD;
        }
      };
  private final IntConsumer learnt;
  private int explained;

  /** Searches for an address that an HMAC fits; above them one in so many frames. */
  private static final int MAX_SEARCHES = 256;

  private static final int FRAMES_PER_SEARCH = 256;

  private int searches;

  /** Whether such a search, hundreds of HMACs, may be made in this frame. */
  boolean maySearch(int frame) {
    if (searches >= MAX_SEARCHES + frame / FRAMES_PER_SEARCH) {
      return false;
    }
    searches++;
    return true;
  }

  /** Tells somebody each token that becomes known. */
  KeyRing(IntConsumer learnt) {
    this.learnt = learnt;
  }

  /** A host's key became known, or another one of it. */
  void learn(HostState host) {
    Owner owner = new Owner(host.connection(), host.side());
    add(host.token, owner);
    learnt.accept(host.token);
    if (host.disputed) {
      add(MptcpCrypto.token(host.connection().hashVersion(), host.otherKey), owner);
    }
  }

  /** The user says that this is a token of the host. */
  void tie(int token, HostState host) {
    add(token, new Owner(host.connection(), host.side()));
    learnt.accept(token);
  }

  /** The key of a host proves wrong: none of its tokens counts. */
  void drop(HostState host) {
    for (int version = 0; version <= 1; version++) {
      drop(MptcpCrypto.token(version, host.key), host.connection());
    }
  }

  private void add(int token, Owner owner) {
    List<Owner> owners = live.computeIfAbsent(token, _ -> new ArrayList<>(1));
    if (!owners.contains(owner)) {
      owners.add(owner);
    }
  }

  /** A connection is freed: its tokens become tombstones. */
  void bury(ConnectionState connection) {
    for (Side side : Side.values()) {
      HostState host = connection.host(side);
      if (host.givenToken) {
        drop(host.tokenByUser, connection);
      }
      if (host.keyKnown) {
        if (host.given != null) {
          drop(host);
        }
        HostState peer = connection.host(side.peer());
        drop(host.token, connection);
        dead.put(
            host.token, new Tombstone(host.key, peer.keyKnown, peer.key, connection.hashVersion()));
        if (host.disputed) {
          drop(MptcpCrypto.token(connection.hashVersion(), host.otherKey), connection);
        }
      }
    }
  }

  private void drop(int token, ConnectionState connection) {
    List<Owner> owners = live.get(token);
    if (owners != null) {
      owners.removeIf(owner -> owner.connection == connection);
      if (owners.isEmpty()) {
        live.remove(token);
      }
    }
  }

  /** The living owners of a token, oldest first. */
  List<Owner> owners(int token) {
    return live.getOrDefault(token, List.of());
  }

  /** The dead owner of a token, or null. */
  Tombstone tombstone(int token) {
    return dead.get(token);
  }

  /** The wrong computation on a living key that gives a token, or null; bounded work. */
  Explained explain(int token) {
    for (List<Owner> owners : live.values()) {
      for (Owner owner : owners) {
        if (explained++ > MAX_EXPLAINED) {
          return null;
        }
        HostState host = owner.connection.host(owner.side);
        if (!host.keyKnown) {
          continue;
        }
        int version = owner.connection.hashVersion();
        if (MptcpCrypto.token(1 - version, host.key) == token) {
          return new Explained(owner, Variant.OTHER_HASH);
        }
        if ((int) MptcpCrypto.idsn(version, host.key) == token) {
          return new Explained(owner, Variant.DIGEST_TAIL);
        }
        long reversed = Long.reverseBytes(host.key);
        if (MptcpCrypto.token(version, reversed) == token
            || MptcpCrypto.token(1 - version, reversed) == token) {
          return new Explained(owner, Variant.KEY_REVERSED);
        }
      }
    }
    return null;
  }
}
