package org.mptcpscope.core.reconstruct;

/**
 * With how many octets the data of a host is numbered and acknowledged (RFC 8684, 3.3.2). Data that
 * only mappings with a DSN of 8 octets carried lies behind all of {@link #floor}: in front of that
 * it is not followed.
 */
final class AckWidths {
  private boolean anyWide;
  private long wideFrom;
  private boolean anyNarrow;
  private long narrowEnd;
  private boolean anyWideAck;
  private long wideAcked;

  /** A Data ACK of 8 octets is waited for. */
  private boolean awaited;

  /** All is said. */
  private boolean settled;

  /** Payload was mapped; a mapping of MP_CAPABLE has no DSN, so it is not wide. */
  void mapped(long dsn, int octets, boolean wide) {
    if (wide) {
      wideFrom = anyWide && wideFrom - dsn <= 0 ? wideFrom : dsn;
      anyWide = true;
    } else {
      long end = dsn + octets;
      narrowEnd = anyNarrow && narrowEnd - end >= 0 ? narrowEnd : end;
      anyNarrow = true;
    }
  }

  /** A Data ACK of 8 octets passed. */
  void ackedWidely(long value) {
    wideAcked = anyWideAck && wideAcked - value >= 0 ? wideAcked : value;
    anyWideAck = true;
  }

  /** Whether a Data ACK of 4 octets is the first of data that was mapped with 8 only. */
  boolean isNarrowed(long value) {
    return anyWide && !awaited && !settled && value - floor() > 0;
  }

  /** Whether a Data ACK tells nothing about widths. */
  boolean isPlain(long value, boolean wide) {
    return wide ? !awaited : !isNarrowed(value);
  }

  /** Data in front of this was also mapped with 4 octets, or acknowledged with 8. */
  long floor() {
    long floor = wideFrom;
    if (anyNarrow && narrowEnd - floor > 0) {
      floor = narrowEnd;
    }
    return anyWideAck && wideAcked - floor > 0 ? wideAcked : floor;
  }

  void await(boolean wanted) {
    awaited = wanted;
  }

  void settle() {
    awaited = false;
    settled = true;
  }

  void shift(long delta) {
    wideFrom += delta;
    narrowEnd += delta;
    wideAcked += delta;
  }
}
