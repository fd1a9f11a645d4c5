package org.mptcpscope.core.model;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** One of the two hosts of a connection: what it declared and what became of it. */
public interface Host {
  Connection connection();

  Side side();

  /** Its key, as learnt from MP_CAPABLE, MP_FASTCLOSE confirmed by a token, or the user. */
  OptionalLong key();

  /** First frame in which its key passed toward the peer. */
  Optional<FrameRef> keyKnownAt();

  /** True if two different keys of it were seen; values are then tried with each. */
  boolean keyDisputed();

  /** The most significant 32 bits of the hash of its key (RFC 8684, 3.2). */
  OptionalInt token();

  /** The least significant 64 bits of the hash of its key (RFC 8684, 3.1). */
  OptionalLong idsn();

  /** Tokens of MP_JOIN SYNs that were sent toward this host, at most four. */
  List<Integer> tokensAsked();

  /** First frame in which it set flag C: no further subflows to its initial address and port. */
  Optional<FrameRef> refusesInitialAddress();

  /** Its DATA_FIN, if it sent one. */
  Optional<FinalDsn> finalDsn();

  /** Its last segment on any subflow. */
  Optional<FrameRef> lastSent();

  /** Its last segment with an MPTCP option. */
  Optional<FrameRef> lastOption();

  AddressBook addresses();

  /**
   * The end of a host's data.
   *
   * @param dsn data sequence number of the DATA_FIN
   * @param sentAt its first frame
   * @param ackedAt first DATA_ACK that covers it, or null
   */
  record FinalDsn(long dsn, FrameRef sentAt, FrameRef ackedAt) {}
}
