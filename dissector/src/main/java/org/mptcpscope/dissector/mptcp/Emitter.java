package org.mptcpscope.dissector.mptcp;

import java.nio.ByteBuffer;
import org.mptcpscope.dissector.Octets;

/** Writes the octets of one option; kind and length come first by themselves. */
final class Emitter {
  private final ByteBuffer octets;

  /** Starts an option of {@code length} octets. */
  Emitter(int length, int subtype, int nibble) {
    octets = ByteBuffer.allocate(length);
    u8(MptcpOption.KIND).u8(length).u8(subtype << 4 | (nibble & 0xf));
  }

  Emitter u8(int value) {
    octets.put((byte) value);
    return this;
  }

  Emitter u16(int value) {
    octets.putShort((short) value);
    return this;
  }

  Emitter i32(int value) {
    octets.putInt(value);
    return this;
  }

  Emitter i64(long value) {
    octets.putLong(value);
    return this;
  }

  /** Writes the last four or all eight octets of a number. */
  Emitter number(long value, boolean wide) {
    return wide ? i64(value) : i32((int) value);
  }

  Emitter octets(Octets value) {
    octets.put(value.toArray());
    return this;
  }

  Octets done() {
    return Octets.of(octets.array());
  }
}
