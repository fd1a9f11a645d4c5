package org.mptcpscope.rules.soak;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the frames of a sound capture lie, found without the project's own readers, so that these
 * can be judged by it.
 */
final class Records {
  /** A frame and its header in the file, from the first octet to behind the last one. */
  record Span(int from, int to) {}

  private static final int PCAP_HEADER = 24;
  private static final int PCAP_RECORD = 16;
  private static final int PCAPNG = 0x0a0d0d0a;
  private static final int MODIFIED = 0xa1b2cd34;
  private static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;
  private static final int FIRST_LETTER = 0xa1;

  private Records() {}

  /** True for a capture of the modified pcap format, which is refused. */
  static boolean isModified(byte[] file) {
    int magic = ByteBuffer.wrap(file).getInt();
    return magic == MODIFIED || Integer.reverseBytes(magic) == MODIFIED;
  }

  /** The frames of a pcap or pcapng file in its order; frame 1 comes first. */
  static List<Span> of(byte[] file) {
    ByteBuffer octets = ByteBuffer.wrap(file);
    return octets.getInt(0) == PCAPNG ? blocks(octets) : records(octets);
  }

  private static List<Span> records(ByteBuffer octets) {
    boolean big = (octets.get(0) & 0xff) == FIRST_LETTER;
    octets.order(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    List<Span> spans = new ArrayList<>();
    int at = PCAP_HEADER;
    while (at + PCAP_RECORD <= octets.limit()) {
      int to = at + PCAP_RECORD + octets.getInt(at + 8);
      spans.add(new Span(at, to));
      at = to;
    }
    return spans;
  }

  private static List<Span> blocks(ByteBuffer octets) {
    List<Span> spans = new ArrayList<>();
    int at = 0;
    while (at + 12 <= octets.limit()) {
      int type = octets.getInt(at);
      if (type == PCAPNG) {
        octets.order(ByteOrder.BIG_ENDIAN);
        boolean big = octets.getInt(at + 8) == BYTE_ORDER_MAGIC;
        octets.order(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
      }
      int to = at + octets.getInt(at + 4);
      switch (octets.getInt(at)) {
        case 2, 3, 6 -> spans.add(new Span(at, to));
        default -> {}
      }
      at = to;
    }
    return spans;
  }
}
