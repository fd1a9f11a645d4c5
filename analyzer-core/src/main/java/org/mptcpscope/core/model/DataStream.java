package org.mptcpscope.core.model;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The octets that one host sent at data level, whatever subflow carried them; 64-bit DSNs. */
public interface DataStream {
  Anchor anchor();

  /** Smallest DSN mapped before the first Data ACK toward this host. */
  OptionalLong lowest();

  /** Highest DSN sent + 1. */
  OptionalLong end();

  /** End of the prefix without holes. */
  OptionalLong contiguousEnd();

  /** Highest DATA_ACK toward this host on any subflow. */
  Optional<DataAck> dataAcked();

  /** Octets mapped, not Data-ACKed, and mapped on no other subflow than this one. */
  long outstandingOnlyOn(Subflow subflow);

  /** Octets mapped and not Data-ACKed. */
  long outstanding();

  /** Octets mapped and not Data-ACKed whose DSN is below this one. */
  long outstandingBelow(long dsn);

  /** Last frame in which octets first mapped elsewhere were sent on this subflow. */
  Optional<FrameRef> reinjectedOn(Subflow subflow);

  /** The wrong computation of an IDSN that gives this first DSN, if a known one does. */
  Optional<Variant> explain(long dsn);

  /** Distinct octets of data that passed, without DATA_FIN and without accepted SYN data. */
  long octets();

  /** Behind the highest DSN that a mapping named with 4 octets; empty if none did. */
  OptionalLong narrowEnd();

  /**
   * The shortest time in which 2^32 octets were mapped, from one mapping with a DSN of 4 octets to
   * another; to a sixteenth more.
   */
  Optional<Wrap> fastestWrap();

  /** The subflows that carried any of these octets. */
  Set<Subflow> carriers(long fromDsn, long toDsn);

  /** What ties 64-bit numbers to the wire. */
  enum Anchor {
    /** The key: IDSN is certain. */
    KEY,
    /** The first 8-octet number. */
    FIRST_64,
    /** Only 4-octet numbers were seen: the high half is unknown. */
    FIRST_32
  }

  /** Two mappings with DSNs of 4 octets between which all such DSNs were used. */
  record Wrap(FrameRef from, FrameRef to) {
    /** How long it took, in nanoseconds. */
    public long duration() {
      return to.time() - from.time();
    }
  }

  /**
   * A Data ACK.
   *
   * @param value 64-bit Data ACK
   * @param frame where it was seen first
   * @param wide sent with eight octets
   */
  record DataAck(long value, FrameRef frame, boolean wide) {}
}
