package org.mptcpscope.samples.traffic;

/**
 * What a bulk capture is like.
 *
 * @param frames at least so many
 * @param snaplen most octets that are kept of a frame
 * @param checksums whether the hosts agree on DSS checksums
 * @param subflows of each connection
 */
public record BulkShape(long frames, int snaplen, boolean checksums, int subflows) {
  /** Subflows of a connection where nothing else is said. */
  static final int SUBFLOWS = 4;

  /** A snaplen that cuts nothing. */
  public static final int WHOLE = 262_144;

  /** Octets of whole frames and their record headers, on the average of data and Data ACKs. */
  private static final long OCTETS_PER_FRAME = 1051;

  public BulkShape(long frames, int snaplen, boolean checksums) {
    this(frames, snaplen, checksums, SUBFLOWS);
  }

  /** Whole frames, as many as a file of so many octets holds. */
  public static BulkShape ofSize(long octets, boolean checksums) {
    return new BulkShape(octets / OCTETS_PER_FRAME, WHOLE, checksums);
  }
}
