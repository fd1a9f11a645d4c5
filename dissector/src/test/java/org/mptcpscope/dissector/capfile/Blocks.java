package org.mptcpscope.dissector.capfile;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;

/** A pcapng file put together block by block, so that it can have what no writer of ours writes. */
public final class Blocks {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private ByteOrder order;

  /** Starts a file with a section of that byte order. */
  public Blocks(ByteOrder order) {
    section(order);
  }

  /** Starts another section. */
  public Blocks section(ByteOrder order) {
    this.order = order;
    return block(0x0a0d0d0a, "1a2b3c4d:4 1:2 0:2 -1:8");
  }

  /**
   * Adds a block. The body is written as numbers with their octets, {@code 5:4}, and as plain
   * octets, {@code 0a0b}; it is filled up to words.
   */
  public Blocks block(int type, String body) {
    byte[] octets = octets(body);
    int padding = -octets.length & 3;
    int length = 12 + octets.length + padding;
    return raw(type, length, octets, padding, length);
  }

  /** Adds a block whose two lengths are given. */
  public Blocks block(int type, int length, String body, int trailer) {
    return raw(type, length, octets(body), 0, trailer);
  }

  private Blocks raw(int type, int length, byte[] octets, int padding, int trailer) {
    out.writeBytes(number(type, 4));
    out.writeBytes(number(length, 4));
    out.writeBytes(octets);
    out.writeBytes(new byte[padding]);
    out.writeBytes(number(trailer, 4));
    return this;
  }

  /** Returns the file. */
  public byte[] file() {
    return out.toByteArray();
  }

  private byte[] octets(String body) {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    for (String word : body.trim().split("\\s+", -1)) {
      if (word.isEmpty()) {
        continue;
      }
      int colon = word.indexOf(':');
      octets.writeBytes(
          colon < 0
              ? HexFormat.of().parseHex(word)
              : number(
                  Long.parseLong(word.substring(0, colon), word.startsWith("1a2b") ? 16 : 10),
                  Integer.parseInt(word.substring(colon + 1))));
    }
    return octets.toByteArray();
  }

  private byte[] number(long value, int size) {
    ByteBuffer buffer = ByteBuffer.wrap(new byte[8]).order(order);
    switch (size) {
      case 2 -> buffer.putShort((short) value);
      case 4 -> buffer.putInt((int) value);
      default -> buffer.putLong(value);
    }
    return Arrays.copyOf(buffer.array(), size);
  }

  /** Returns a file with all that pcapng has and few writers write. */
  public static byte[] exotic() {
    String ip = "45000014000000004011000" + "00a0000010a000002";
    return new Blocks(ByteOrder.LITTLE_ENDIAN)
        // 2^-10 s, 1000 s later; nanoseconds; milliseconds; the default, microseconds.
        .block(1, "101:2 0:2 0:4 9:2 1:2 8a000000 14:2 8:2 1000:8 0:2 0:2")
        .block(1, "101:2 0:2 10:4 2:2 4:2 65746830 9:2 1:2 09000000 0:4")
        .block(1, "101:2 0:2 0:4 9:2 1:2 03000000")
        .block(1, "101:2 0:2 0:4")
        .block(0x7fff, "01020304")
        .block(4, "1:2 8:2 0a0000016c6f6f0000000000")
        .block(6, "0:4 0:4 1536:4 20:4 20:4 " + ip)
        .block(6, "1:4 395812094:4 1032178965:4 10:4 20:4 " + ip.substring(0, 20))
        .block(6, "2:4 0:4 1700000000:4 20:4 60:4 " + ip)
        .block(2, "3:2 7:2 0:4 1700000:4 20:4 20:4 " + ip)
        .block(3, "20:4 " + ip)
        .block(5, "1:4 0:4 0:4 5:2 8:2 42:8 0:4")
        .section(ByteOrder.BIG_ENDIAN)
        .block(1, "1:2 0:2 16:4")
        .block(3, "60:4 " + "02".repeat(16))
        .block(
            6,
            "0:4 0:4 5000000:4 16:4 60:4 " + "02".repeat(16) + " 2:2 4:2 1:4 1:2 2:2 68690000 0:4")
        .file();
  }
}
