package org.mptcpscope.core.model;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The addresses of one host: what its ADD_ADDR (without echo) and MP_JOIN said (RFC 8684, 3.4).
 * Ports: an ADD_ADDR without a port stands for the port of the subflow that carried it.
 */
public interface AddressBook {
  /** Whether this Address ID was ever named by the host; 0 always was. */
  boolean knows(int addressId);

  /** The address that the ID stands for now, or stood for last. */
  Optional<InetAddress> addressOf(int addressId);

  /** Frame of the latest statement about this ID. */
  Optional<FrameRef> statedAt(int addressId);

  /** The ports advertised for this address. */
  Set<Integer> portsOf(InetAddress address);

  /** All addresses that the host used or advertised. */
  Set<InetAddress> addresses();

  /** Where this address and port came from, in capture order; empty if unknown. */
  List<Source> sourcesOf(InetSocketAddress address);

  /** Address IDs that stand for this address now; removed ones are out. */
  Set<Integer> idsOf(InetAddress address);

  /** Latest frame in which an ADD_ADDR named this address (any port). */
  Optional<FrameRef> advertisedAt(InetAddress address);

  /** Latest frame in which this ID was removed. */
  Optional<FrameRef> removedAt(int addressId);

  /** First ADD_ADDR without echo that the host sent. */
  Optional<FrameRef> firstAdvertised();

  /** Address and port of the initial subflow; empty if its handshake is unknown. */
  Optional<InetSocketAddress> initialAddress();

  /** The subflows on which this host uses this Address ID. */
  List<Subflow> subflowsUsing(int addressId);

  /** The latest ADD_ADDR echo of the peer for this ID. */
  Optional<FrameRef> echoOf(int addressId);

  /**
   * One statement about an address.
   *
   * @param kind how it became known
   * @param frame when
   */
  record Source(Kind kind, FrameRef frame) {
    /** How an address became known. */
    public enum Kind {
      INITIAL,
      /** An ADD_ADDR whose HMAC is right, or could not be checked, or does not exist (v0). */
      ADVERTISED,
      /** An ADD_ADDR whose HMAC is wrong. */
      ADVERTISED_INVALID,
      JOINED
    }
  }
}
