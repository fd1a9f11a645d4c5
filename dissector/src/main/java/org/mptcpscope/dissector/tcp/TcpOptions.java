package org.mptcpscope.dissector.tcp;

import static org.mptcpscope.dissector.Wire.i32;
import static org.mptcpscope.dissector.Wire.u16;
import static org.mptcpscope.dissector.Wire.u32;
import static org.mptcpscope.dissector.Wire.u8;

/**
 * The TCP options that are not MPTCP's, read where an {@link OptionCursor} stands. Each reader
 * answers -1 or false if the cursor stands on another option or its length is wrong.
 */
public final class TcpOptions {
  /** Maximum Segment Size (RFC 9293, section 3.7.1). */
  public static final int MSS = 2;

  /** Window Scale (RFC 7323, section 2). */
  public static final int WINDOW_SCALE = 3;

  /** SACK-Permitted (RFC 2018, section 2). */
  public static final int SACK_PERMITTED = 4;

  /** SACK (RFC 2018, section 3). */
  public static final int SACK = 5;

  /** Timestamps (RFC 7323, section 3). */
  public static final int TIMESTAMPS = 8;

  /** Multipath TCP (RFC 8684, section 3). */
  public static final int MPTCP = 30;

  /** TCP Fast Open cookie (RFC 7413, section 4.1). */
  public static final int FAST_OPEN = 34;

  /** Shared experimental kind (RFC 6994) that early TCP Fast Open used. */
  public static final int EXPERIMENT = 254;

  private static final int FAST_OPEN_EXID = 0xf989;

  private TcpOptions() {}

  /** Returns the maximum segment size, 0 to 65535, or -1. */
  public static int mss(OptionCursor at) {
    return is(at, MSS, 4) ? u16(at.buffer(), at.offset() + 2) : -1;
  }

  /** Returns the shift count as sent, 0 to 255, or -1; counts above 14 are to be used as 14. */
  public static int windowScale(OptionCursor at) {
    return is(at, WINDOW_SCALE, 3) ? u8(at.buffer(), at.offset() + 2) : -1;
  }

  /** Returns whether this is SACK-Permitted. */
  public static boolean sackPermitted(OptionCursor at) {
    return is(at, SACK_PERMITTED, 2);
  }

  /** Returns the number of SACK blocks, 1 to 4, or -1. */
  public static int sackBlocks(OptionCursor at) {
    int length = at.length();
    return at.kind() == SACK && length >= 10 && (length - 2) % 8 == 0 ? (length - 2) / 8 : -1;
  }

  /** Returns the first sequence number of a SACK block; the index is below {@link #sackBlocks}. */
  public static int sackLeft(OptionCursor at, int block) {
    return i32(at.buffer(), at.offset() + 2 + 8L * block);
  }

  /** Returns the sequence number behind a SACK block; the index is below {@link #sackBlocks}. */
  public static int sackRight(OptionCursor at, int block) {
    return i32(at.buffer(), at.offset() + 6 + 8L * block);
  }

  /** Returns TSval, 0 to 2^32 - 1, or -1. */
  public static long tsVal(OptionCursor at) {
    return is(at, TIMESTAMPS, 10) ? u32(at.buffer(), at.offset() + 2) : -1;
  }

  /** Returns TSecr, 0 to 2^32 - 1, or -1. */
  public static long tsEcr(OptionCursor at) {
    return is(at, TIMESTAMPS, 10) ? u32(at.buffer(), at.offset() + 6) : -1;
  }

  /**
   * Returns the octets of the TCP Fast Open cookie, 0 if one is asked for, or -1 if this is neither
   * kind 34 nor kind 254 with the experiment id of Fast Open.
   */
  public static int fastOpenCookieLength(OptionCursor at) {
    return switch (at.kind()) {
      case FAST_OPEN -> at.length() - 2;
      case EXPERIMENT ->
          at.length() >= 4 && u16(at.buffer(), at.offset() + 2) == FAST_OPEN_EXID
              ? at.length() - 4
              : -1;
      default -> -1;
    };
  }

  private static boolean is(OptionCursor at, int kind, int length) {
    return at.kind() == kind && at.length() == length;
  }
}
