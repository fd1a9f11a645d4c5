package org.mptcpscope.dissector.tcp;

/** Order of TCP sequence numbers, which wrap at 2^32 (RFC 9293, section 3.4). */
public final class Seq32 {
  private Seq32() {}

  /** Returns how far {@code left} lies behind {@code right}, -2^31 to 2^31 - 1. */
  public static int diff(int left, int right) {
    return left - right;
  }

  /** Returns below 0, 0 or above 0 as {@code left} is before, at or behind {@code right}. */
  public static int compare(int left, int right) {
    return Integer.signum(left - right);
  }

  /** Returns whether {@code left} is before {@code right}. */
  public static boolean less(int left, int right) {
    return left - right < 0;
  }

  /** Returns whether {@code left} is before or at {@code right}. */
  public static boolean lessOrEqual(int left, int right) {
    return left - right <= 0;
  }

  /** Returns the later of the two. */
  public static int max(int left, int right) {
    return left - right < 0 ? right : left;
  }

  /** Returns the earlier of the two. */
  public static int min(int left, int right) {
    return left - right < 0 ? left : right;
  }
}
