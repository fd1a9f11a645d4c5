package org.mptcpscope.samples.scenario;

import java.util.EnumMap;
import java.util.Map;
import org.mptcpscope.dissector.mptcp.MptcpCrypto;

/** An MPTCP connection between two hosts: keys and the two data streams. */
public final class Connection {
  private static final int WRAP_TRIES = 1 << 22;

  private final String name;
  private int version;
  private boolean versionFixed;
  private final Map<Side, Host> hosts = new EnumMap<>(Side.class);
  private final Map<Side, Long> keys = new EnumMap<>(Side.class);
  private final Map<Side, DataStream> streams = new EnumMap<>(Side.class);
  private boolean checksums;
  private boolean sent;

  /** Makes a connection of MPTCP version 0 or 1. */
  public Connection(String name, int version, Host initiator, Host listener) {
    this.name = name;
    this.version = version;
    hosts.put(Side.INITIATOR, initiator);
    hosts.put(Side.LISTENER, listener);
    for (Side side : Side.values()) {
      Host host = hosts.get(side);
      Long key = host.habits().key();
      key(side, key != null ? key : Seed.of("key", host.name(), name));
    }
  }

  /** Gives one side another key. */
  public void key(Side side, long key) {
    keys.put(side, key);
    long initial = MptcpCrypto.idsn(version, key);
    streams.put(side, new DataStream(initial, Seed.of("data", name, side)));
  }

  /** Sets the version for good. */
  public void fixVersion(int fixed) {
    versionFixed = false;
    tryVersion(fixed);
  }

  /** Takes the version of the first SYN, if a script did not give one before. */
  public void tryVersion(int first) {
    if (!versionFixed && first != version) {
      version = first;
      for (Side side : Side.values()) {
        key(side, keys.get(side));
      }
    }
    versionFixed = true;
  }

  /** Whether a segment of this connection was sent. */
  public boolean hasSent() {
    return sent;
  }

  /** A segment of this connection was sent. */
  public void sent() {
    sent = true;
  }

  /** A key whose initial data sequence number is about to wrap its lower 32 bits. */
  public long wrappingKey(Side side) {
    for (int i = 0; i < WRAP_TRIES; i++) {
      long key = Seed.mix(Seed.of("wrap", name, side), i);
      if ((MptcpCrypto.idsn(version, key) & 0xffff_f000L) == 0xffff_f000L) {
        return key;
      }
    }
    throw new IllegalStateException("no key found whose data sequence numbers wrap");
  }

  public String name() {
    return name;
  }

  public int version() {
    return version;
  }

  public Host host(Side side) {
    return hosts.get(side);
  }

  /** The side that a host plays; the initiator if it is neither. */
  public Side side(Host host) {
    return hosts.get(Side.LISTENER) == host ? Side.LISTENER : Side.INITIATOR;
  }

  public long key(Side side) {
    return keys.get(side);
  }

  /** What {@code side} sends. */
  public DataStream stream(Side side) {
    return streams.get(side);
  }

  /** Whether DSS options carry checksums. */
  public boolean checksums() {
    return checksums;
  }

  public void useChecksums(boolean use) {
    checksums = use;
  }
}
