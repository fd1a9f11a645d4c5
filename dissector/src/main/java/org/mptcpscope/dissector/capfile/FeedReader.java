package org.mptcpscope.dissector.capfile;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Reads numbers of either byte order from the window of a feed, and moves the window. */
final class FeedReader {
  private static final ValueLayout.OfShort SHORT_BE =
      JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfInt INT_BE =
      JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private static final ValueLayout.OfLong LONG_BE =
      JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private final OctetFeed feed;
  private MemorySegment window = MemorySegment.NULL;
  private long start;
  private long size;
  private boolean swapped;

  FeedReader(OctetFeed feed) {
    this.feed = feed;
  }

  void order(ByteOrder order) {
    swapped = order == ByteOrder.LITTLE_ENDIAN;
  }

  ByteOrder order() {
    return swapped ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
  }

  /**
   * Returns whether the octets from {@code position} on are in the window, moving it if need be.
   */
  boolean has(long position, int octets) {
    return (position >= start && position - start + octets <= size) || load(position, octets);
  }

  private boolean load(long position, int octets) {
    window = feed.window(position, octets);
    start = position;
    size = window.byteSize();
    return octets <= size;
  }

  /** Returns how many octets the window has from {@code position} on, after {@link #has} failed. */
  long left(long position) {
    return Math.max(0, start + size - position);
  }

  MemorySegment window() {
    return window;
  }

  /** Returns the offset of a position in the window. */
  long offset(long position) {
    return position - start;
  }

  int u8(long position) {
    return window.get(JAVA_BYTE, position - start) & 0xff;
  }

  int u16(long position) {
    short number = window.get(SHORT_BE, position - start);
    return (swapped ? Short.reverseBytes(number) : number) & 0xffff;
  }

  int i32(long position) {
    int number = window.get(INT_BE, position - start);
    return swapped ? Integer.reverseBytes(number) : number;
  }

  /** Returns two numbers of four octets, the first in the high half. */
  long pair(long position) {
    long numbers = window.get(LONG_BE, position - start);
    return swapped ? Long.rotateLeft(Long.reverseBytes(numbers), Integer.SIZE) : numbers;
  }

  long u32(long position) {
    return i32(position) & 0xffff_ffffL;
  }

  /** Returns eight octets as the numbers of a file lie there, in its byte order. */
  long i64(long position) {
    long first = u32(position);
    long second = u32(position + 4);
    return swapped ? second << 32 | first : first << 32 | second;
  }

  byte[] octets(long position, int length) {
    return window.asSlice(position - start, length).toArray(JAVA_BYTE);
  }
}
