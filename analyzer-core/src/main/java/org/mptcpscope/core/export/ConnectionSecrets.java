package org.mptcpscope.core.export;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Variant;
import org.mptcpscope.dissector.InternetChecksum;
import org.mptcpscope.dissector.Octets;

/** What must be known of a connection, and of what is wrong with it, to write it anew. */
final class ConnectionSecrets {
  /** Values of one kind that are kept: more copies of an option are not stated. */
  private static final int MOST = 16;

  private static final int MOST_ADDRESSES = 256;

  /** A nonce of a host on a subflow. */
  private record Whose(int subflow, Side side) {}

  /** A mapping whose checksum is wrong, as its option is written. */
  private record Declared(int subflow, Side by, int lowDsn, int sent) {}

  /**
   * What is wrong with a checksum.
   *
   * @param variant the mistake that makes it, or null
   * @param off how far it is from the right one, in one's complement
   * @param sent the checksum
   */
  record Wrong(Variant variant, int off, int sent) {}

  /**
   * Payload that was sent again with other octets, in the SSNs of its sender.
   *
   * @param counts whether a checksum is over it: not if its subflow had carried these SSNs before
   */
  record Differing(int subflow, Side by, int frame, long from, long to, boolean counts) {
    boolean isOn(int other, Side sender) {
      return subflow == other && by == sender;
    }
  }

  /** As in {@code MptcpCrypto}: 0 is SHA-1. */
  int hash = 1;

  private final Map<Side, List<Long>> keys = new EnumMap<>(Side.class);
  private final Map<Side, DsnSpace> spaces = new EnumMap<>(Side.class);
  private final Map<Side, List<Octets>> addresses = new EnumMap<>(Side.class);
  private final Map<Whose, List<Integer>> nonces = new HashMap<>();
  private final List<Integer> tokens = new ArrayList<>(1);
  private final Map<Declared, Wrong> wrong = new HashMap<>();

  private final List<Differing> differing = new ArrayList<>(0);

  ConnectionSecrets() {
    for (Side side : Side.values()) {
      keys.put(side, new ArrayList<>(1));
      spaces.put(side, new DsnSpace());
    }
  }

  /** Keys of a host, the one that counts first. */
  List<Long> keys(Side side) {
    return keys.get(side);
  }

  /** Keys of both hosts, that of one first. */
  List<Long> keysFrom(Side first) {
    List<Long> all = new ArrayList<>(keys.get(first));
    all.addAll(keys.get(first.peer()));
    return all;
  }

  void key(Side side, long key) {
    List<Long> of = keys.get(side);
    if (!of.contains(key) && of.size() < MOST) {
      of.add(key);
    }
  }

  /** The key of a host that counts. */
  void counts(Side side, long key) {
    keys.get(side).remove(key);
    keys.get(side).addFirst(key);
  }

  /** A host used or advertised this address. */
  void address(Side side, InetAddress address) {
    List<Octets> of = addresses.computeIfAbsent(side, _ -> new ArrayList<>(1));
    if (of.size() < MOST_ADDRESSES) {
      of.add(Octets.of(address.getAddress()));
    }
  }

  List<Octets> addresses(Side side) {
    return addresses.getOrDefault(side, List.of());
  }

  DsnSpace space(Side sender) {
    return spaces.get(sender);
  }

  void nonce(int subflow, Side side, int nonce) {
    List<Integer> of = nonces.computeIfAbsent(new Whose(subflow, side), _ -> new ArrayList<>(1));
    if (!of.contains(nonce) && of.size() < MOST) {
      of.add(nonce);
    }
  }

  /** A join asked for this token on one of its subflows. */
  void asked(int token) {
    if (!tokens.contains(token) && tokens.size() < MOST) {
      tokens.add(token);
    }
  }

  /** The tokens that joins asked for. */
  List<Integer> asked() {
    return tokens;
  }

  List<Integer> nonces(int subflow, Side side) {
    return nonces.getOrDefault(new Whose(subflow, side), List.of());
  }

  /** A checksum is wrong. */
  void wrong(int subflow, Side by, long dsn, int sent, int due, Variant variant) {
    int off = InternetChecksum.add(sent, InternetChecksum.complement(due));
    wrong.put(new Declared(subflow, by, (int) dsn, sent), new Wrong(variant, off, sent));
  }

  /** What is wrong with the checksum of a mapping; null if nothing is. */
  Wrong wrong(int subflow, Side by, int lowDsn, int sent) {
    return wrong.isEmpty() ? null : wrong.get(new Declared(subflow, by, lowDsn, sent));
  }

  /** Payload differs from what was sent before. */
  void differs(Differing payload) {
    differing.add(payload);
  }

  /** All that differs. */
  List<Differing> differing() {
    return differing;
  }
}
