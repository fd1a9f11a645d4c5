package org.mptcpscope.core.model;

import java.util.List;
import java.util.Optional;

/**
 * The data sequence mappings of one direction of a subflow (RFC 8684, 3.3.1), merged into runs of
 * equal DSN minus SSN. SSNs are relative and 64 bits wide: the first octet of data has SSN 1.
 */
public interface MappingTable {
  /** The mapping that covers this SSN, if one was declared and is still kept. */
  Optional<Mapping> at(long ssn);

  /** A mapping as it was declared whose first octet has this DSN, if it is still kept. */
  Optional<Mapping> beginningAt(long dsn);

  /** A mapping as it was declared with this DSN behind its first octet, if it is still kept. */
  Optional<Mapping> around(long dsn);

  /** The parts of [from, to) that no mapping covers. */
  List<Range> uncovered(long from, long to);

  /** The last segment that only declared what was mapped the same way before. */
  Optional<FrameRef> repeatedAt();

  /** Octets mapped here and Data-ACKed, but not TCP-acked. */
  long dataAckedUnacked();

  /** What a newly declared mapping was to the table. */
  enum Novelty {
    NEW_RUN,
    EXTENDS,
    REPLICA,
    CONFLICT
  }

  /**
   * A declared mapping.
   *
   * @param dsn 64-bit DSN of its first octet
   * @param ssn SSN of its first octet
   * @param length octets of payload; a DATA_FIN is not counted
   * @param byCapable declared by MP_CAPABLE with data
   * @param mappedAt its frame
   */
  record Mapping(long dsn, long ssn, int length, boolean byCapable, FrameRef mappedAt) {}

  /** Half-open range [from, to). */
  record Range(long from, long to) {
    public long length() {
      return to - from;
    }
  }
}
