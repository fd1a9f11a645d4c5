package org.mptcpscope.dissector.mptcp;

/** Order of data sequence numbers, which wrap at 2^64 (RFC 8684, section 3.3.1). */
public final class Dsn {
  private Dsn() {}

  /** Returns how far {@code left} lies behind {@code right}, -2^63 to 2^63 - 1. */
  public static long diff(long left, long right) {
    return left - right;
  }

  /** Returns below 0, 0 or above 0 as {@code left} is before, at or behind {@code right}. */
  public static int compare(long left, long right) {
    return Long.signum(left - right);
  }

  /** Returns whether {@code left} is before {@code right}. */
  public static boolean less(long left, long right) {
    return left - right < 0;
  }

  /** Returns whether {@code left} is before or at {@code right}. */
  public static boolean lessOrEqual(long left, long right) {
    return left - right <= 0;
  }

  /** Returns the later of the two. */
  public static long max(long left, long right) {
    return left - right < 0 ? right : left;
  }

  /** Returns the earlier of the two. */
  public static long min(long left, long right) {
    return left - right < 0 ? left : right;
  }

  /**
   * Returns the number nearest to {@code reference} that ends in the given 32 bits: what a 4-octet
   * DSN or Data ACK stands for (section 3.3.1). Of two equally near ones it is that which shares
   * the reference's high half.
   */
  public static long promote(int low32, long reference) {
    long candidate = (reference & 0xffff_ffff_0000_0000L) | (low32 & 0xffff_ffffL);
    if (candidate - reference > 1L << 31) {
      return candidate - (1L << 32);
    }
    if (reference - candidate > 1L << 31) {
      return candidate + (1L << 32);
    }
    return candidate;
  }
}
