package org.mptcpscope.dissector;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * One's complement sums of 16-bit words (RFC 1071), as TCP and the DSS option use them. A sum is
 * always folded: 0 to 0xffff.
 */
public final class InternetChecksum {
  private static final ValueLayout.OfLong LONG = JAVA_LONG_UNALIGNED.withOrder(LITTLE_ENDIAN);
  private static final ValueLayout.OfShort SHORT = JAVA_SHORT_UNALIGNED.withOrder(LITTLE_ENDIAN);

  private InternetChecksum() {}

  /**
   * Returns the sum of {@code length} octets from {@code offset} on. The first octet counts as the
   * high half of a word; an odd last octet is filled up with zero.
   */
  public static int sum(MemorySegment buffer, long offset, int length) {
    // The sum of swapped words is the swapped sum (RFC 1071, 2), so that words are added as the
    // processor reads them. A loop of this form, counted by an int, becomes vector instructions;
    // 2^31 words of 32 bits fit a long without overflow.
    int words = length >> 3;
    long sum = 0;
    for (int i = 0; i < words; i++) {
      long word = buffer.get(LONG, offset + 8L * i);
      sum += (word >>> 32) + (word & 0xffff_ffffL);
    }
    long at = offset + 8L * words;
    long end = offset + length;
    for (; at + 2 <= end; at += 2) {
      sum += buffer.get(SHORT, at) & 0xffff;
    }
    if (at < end) {
      sum += Wire.u8(buffer, at);
    }
    return swap(fold(sum));
  }

  /** Returns the sum of {@code length} octets of an array from {@code from} on. */
  public static int sum(byte[] octets, int from, int length) {
    return sum(MemorySegment.ofArray(octets), from, length);
  }

  /** Returns the sum of two sums. */
  public static int add(int left, int right) {
    int sum = left + right;
    return (sum & 0xffff) + (sum >>> 16);
  }

  /**
   * Returns the sum of the same octets shifted by one, as they lie behind an odd number of others.
   */
  public static int swap(int sum) {
    return ((sum & 0xff) << 8) | (sum >>> 8);
  }

  /** Returns a number of up to 63 bits folded to a sum. */
  public static int fold(long number) {
    long sum = (number & 0xffff_ffffL) + (number >>> 32);
    sum = (sum & 0xffff) + (sum >>> 16);
    sum = (sum & 0xffff) + (sum >>> 16);
    return (int) ((sum & 0xffff) + (sum >>> 16));
  }

  /** Returns the sum of the words of a 64-bit number. */
  public static int sumOf(long number) {
    return fold((number >>> 32) + (number & 0xffff_ffffL));
  }

  /** Returns the checksum that makes a sum all ones. */
  public static int complement(int sum) {
    return ~sum & 0xffff;
  }
}
