package org.mptcpscope.dissector;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.ByteOrder.BIG_ENDIAN;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Numbers in network byte order, read from any offset. The caller has checked the bounds. */
public final class Wire {
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(BIG_ENDIAN);
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(BIG_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(BIG_ENDIAN);

  private Wire() {}

  /** Returns the octet at that offset, 0 to 255. */
  public static int u8(MemorySegment buffer, long offset) {
    return buffer.get(JAVA_BYTE, offset) & 0xff;
  }

  /** Returns the two octets from that offset on, 0 to 65535. */
  public static int u16(MemorySegment buffer, long offset) {
    return buffer.get(SHORT, offset) & 0xffff;
  }

  /** Returns the four octets from that offset on, as the bits of an int. */
  public static int i32(MemorySegment buffer, long offset) {
    return buffer.get(INT, offset);
  }

  /** Returns the four octets from that offset on, 0 to 2^32 - 1. */
  public static long u32(MemorySegment buffer, long offset) {
    return buffer.get(INT, offset) & 0xffff_ffffL;
  }

  /** Returns the eight octets from that offset on, as the bits of a long. */
  public static long i64(MemorySegment buffer, long offset) {
    return buffer.get(LONG, offset);
  }
}
