package org.mptcpscope.dissector.capfile;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes numbers of one byte order to a stream. */
final class OrderedOutput {
  private final OutputStream out;
  private final ByteOrder order;

  OrderedOutput(OutputStream out, ByteOrder order) {
    this.out = out;
    this.order = order;
  }

  /** Returns an empty buffer of the byte order, to be filled and written. */
  ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(order);
  }

  void write(ByteBuffer filled) throws IOException {
    out.write(filled.array(), filled.arrayOffset(), filled.position());
  }

  void write(byte[] octets) throws IOException {
    out.write(octets);
  }
}
