package org.mptcpscope.dissector.capfile;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Puts a block of pcapng together, one after the other in the same memory. */
final class BlockBuilder {
  private byte[] octets = new byte[1 << 12];
  private ByteBuffer numbers = ByteBuffer.wrap(octets);
  private int length;

  /** Begins a block. */
  BlockBuilder start(int type, ByteOrder order) {
    length = 0;
    numbers.order(order);
    return i32(type).i32(0);
  }

  BlockBuilder i32(int value) {
    room(4);
    numbers.putInt(length, value);
    length += 4;
    return this;
  }

  BlockBuilder i16(int value) {
    room(2);
    numbers.putShort(length, (short) value);
    length += 2;
    return this;
  }

  BlockBuilder i64(long value) {
    room(8);
    numbers.putLong(length, value);
    length += 8;
    return this;
  }

  BlockBuilder copy(MemorySegment from, long offset, long count) {
    room((int) count);
    MemorySegment.copy(from, JAVA_BYTE, offset, octets, length, (int) count);
    length += (int) count;
    return this;
  }

  /** Fills up to a multiple of four octets. */
  BlockBuilder pad() {
    room(3);
    while ((length & 3) != 0) {
      octets[length] = 0;
      length++;
    }
    return this;
  }

  BlockBuilder option(int code, byte[] value) {
    i16(code).i16(value.length);
    room(value.length);
    System.arraycopy(value, 0, octets, length, value.length);
    length += value.length;
    return pad();
  }

  BlockBuilder option(int code, int value) {
    return i16(code).i16(4).i32(value);
  }

  BlockBuilder endOfOptions() {
    return i32(0);
  }

  /** Writes the block with its two lengths. */
  void writeTo(OutputStream out) throws IOException {
    int whole = length + 4;
    i32(whole);
    numbers.putInt(4, whole);
    out.write(octets, 0, whole);
  }

  private void room(int more) {
    if (more > octets.length - length) {
      octets = Arrays.copyOf(octets, Math.max(octets.length * 2, length + more));
      numbers = ByteBuffer.wrap(octets).order(numbers.order());
    }
  }
}
