package org.mptcpscope.core.reconstruct;

import org.mptcpscope.core.model.DataStream.Anchor;
import org.mptcpscope.dissector.mptcp.Dsn;

/**
 * Turns the 4- and 8-octet numbers of one data direction into 64-bit ones (RFC 8684, 3.3.1). A
 * 4-octet number is the one nearest to the end of what was sent; an 8-octet one is taken as it is,
 * unless its high half is one that the stream cannot have.
 */
final class Promotion {
  /** How far below the first number seen the stream may have begun, where no key tells. */
  private static final long BEFORE_ANCHOR = 1L << 30;

  private static final long HALF_SPACE = 1L << 32;

  /**
   * A number whose low half is that near to the end of the stream has the high half of it. Where it
   * is farther off the host may count from elsewhere.
   */
  private static final long STRIDE = 1L << 22;

  private Anchor anchor;
  private long origin;
  private long rebased;

  /** A number had another high half, and its low half was far from all that was sent. */
  private boolean strayed;

  /** Octets that were sent before the capture began; 0 unless a key from outside tells. */
  private long skipped;

  /** What 64-bit numbers hang on; null before any number and key. */
  Anchor anchor() {
    return anchor;
  }

  /** First octet of data as far as known: IDSN + 1, or the first number seen. */
  long origin() {
    return origin;
  }

  /** Where the capture began in the stream. */
  long begin() {
    return origin + skipped;
  }

  /** A key from outside is known; the capture began about this number, which fits it. */
  void keyBehind(long idsn, long number) {
    anchor = Anchor.KEY;
    origin = idsn + 1;
    skipped = Math.max(0, number - origin);
  }

  /**
   * The key of the sender is known.
   *
   * @return what must be added to all numbers promoted before; 0 as a rule
   */
  long key(long idsn, boolean anyNumber) {
    long first = idsn + 1;
    if (anchor == null || !anyNumber) {
      anchor = Anchor.KEY;
      origin = first;
      return 0;
    }
    if (anchor == Anchor.KEY) {
      origin = first;
      return 0;
    }
    long delta = Dsn.promote((int) origin, first) - origin;
    boolean fits = anchor == Anchor.FIRST_32 || delta == 0;
    if (fits) {
      anchor = Anchor.KEY;
      origin = first;
    }
    return fits ? delta : 0;
  }

  /**
   * Promotes a number.
   *
   * @param raw as on the wire, without sign if 4 octets wide
   * @param reference the end of what was sent, or the best known number near it
   * @param hasReference false if no number was seen before this one
   * @param sent octets sent so far
   */
  long promote(long raw, boolean wide, long reference, boolean hasReference, long sent) {
    rebased = 0;
    if (anchor == null) {
      anchor = wide ? Anchor.FIRST_64 : Anchor.FIRST_32;
      origin = raw;
      return raw;
    }
    long near = hasReference ? reference : begin();
    long promoted = Dsn.promote((int) raw, near);
    strayed |= !hasReference && Math.abs(promoted - near) >= STRIDE;
    if (!wide || promoted == raw) {
      if (wide && anchor == Anchor.FIRST_32) {
        anchor = Anchor.FIRST_64;
      }
      return promoted;
    }
    if (anchor == Anchor.FIRST_32) {
      rebased = raw - promoted;
      anchor = Anchor.FIRST_64;
      origin += rebased;
      return raw;
    }
    boolean inStride = hasReference && Math.abs(promoted - near) < STRIDE;
    if (isPlausible(raw, sent) && !inStride) {
      return raw;
    }
    if (!hasReference && Math.abs(promoted - origin) > BEFORE_ANCHOR) {
      // Nothing fits the key: the host counts from somewhere else, and so do we from here on.
      anchor = Anchor.FIRST_64;
      origin = raw;
      return raw;
    }
    strayed |= Math.abs(promoted - near) >= STRIDE;
    return promoted;
  }

  /** What the last {@link #promote} asks to be added to all numbers promoted before. */
  long rebased() {
    return rebased;
  }

  /**
   * Whether a number of 8 octets that stands for this value has another high half: only the low
   * half fits a stream whose numbers are known by the key. Once neither half of a number fitted the
   * host counts from elsewhere than the key says, and none is wrong.
   */
  boolean isHighHalfWrong(long raw, long value) {
    return anchor == Anchor.KEY && raw != value && !strayed;
  }

  /** Whether the value lies a little in front of all data, and of a probe of the window there. */
  boolean isInFront(long value) {
    long ahead = origin - value;
    return anchor == Anchor.KEY && ahead > 1 && ahead < STRIDE;
  }

  private boolean isPlausible(long raw, long sent) {
    long low = anchor == Anchor.KEY ? origin - 1 : origin - BEFORE_ANCHOR;
    return Long.compareUnsigned(raw - low, HALF_SPACE + sent + skipped) <= 0;
  }
}
