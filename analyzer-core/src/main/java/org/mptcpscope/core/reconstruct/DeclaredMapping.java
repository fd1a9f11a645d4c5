package org.mptcpscope.core.reconstruct;

/** A mapping as the option of the segment in hand declares it; reused. */
final class DeclaredMapping {
  boolean present;

  /** 64-bit DSN. */
  long dsn;

  /** 64-bit SSN; 0 for a DATA_FIN alone. */
  long ssn;

  /** The SSN as on the wire. */
  int ssnField;

  /** Data-Level Length as on the wire. */
  int lengthField;

  /** Octets of payload, without a DATA_FIN. */
  int octets;

  /** -1 without one. */
  int checksum;

  boolean fin;
  boolean byCapable;

  /** DSN field of eight octets, or implied by MP_CAPABLE. */
  boolean wide;

  /** It was taken into the table, or needs no place there. */
  boolean accepted;

  boolean meets(long from, int payload) {
    return ssn < from + payload && from < ssn + octets;
  }
}
