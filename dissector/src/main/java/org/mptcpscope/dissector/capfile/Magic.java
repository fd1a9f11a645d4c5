package org.mptcpscope.dissector.capfile;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.dissector.Wire;

/** Knows capture formats by their first octets. */
final class Magic {
  static final int PCAP_MICROSECONDS = 0xa1b2c3d4;
  static final int PCAP_NANOSECONDS = 0xa1b23c4d;
  static final int PCAP_MODIFIED = 0xa1b2cd34;
  static final int PCAPNG = 0x0a0d0d0a;

  private static final int PEEK = 24;

  private Magic() {}

  static FrameCursor open(OctetFeed feed) throws NotACaptureException {
    MemorySegment head = feed.window(0, PEEK);
    if (head.byteSize() == 0) {
      throw new NotACaptureException("empty: not a capture file");
    }
    if (head.byteSize() < 4) {
      throw new NotACaptureException(
          "too short for a capture file: " + head.byteSize() + " octets");
    }
    int magic = Wire.i32(head, 0);
    if (magic == PCAPNG) {
      return new PcapngCursor(feed);
    }
    for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
      int number = order == ByteOrder.BIG_ENDIAN ? magic : Integer.reverseBytes(magic);
      switch (number) {
        case PCAP_MODIFIED ->
            throw new NotACaptureException(
                "modified pcap (Kuznetzov's), whose variants cannot be told apart for sure;"
                    + " convert it with editcap -F pcapng IN OUT");
        case PCAP_MICROSECONDS, PCAP_NANOSECONDS -> {
          if (head.byteSize() < PEEK) {
            throw new NotACaptureException(
                "pcap file header cut off after " + head.byteSize() + " of 24 octets");
          }
          return new PcapCursor(feed, order, number == PCAP_NANOSECONDS);
        }
        default -> {}
      }
    }
    throw new NotACaptureException(otherFormat(head, magic));
  }

  private static String otherFormat(MemorySegment head, int magic) {
    String format =
        switch (magic) {
          case 0x28b52ffd -> "zstd-compressed";
          case 0x04224d18 -> "lz4-compressed";
          case 0xfd377a58 -> "xz-compressed";
          case 0x736e6f6f -> "a snoop file";
          case 0x504b0304 -> "a zip archive";
          default -> magic >>> 16 == 0x1f8b ? "gzip-compressed" : null;
        };
    if (format != null) {
      return format + ", not pcap or pcapng";
    }
    byte[] first = head.asSlice(0, Math.min(8, head.byteSize())).toArray(JAVA_BYTE);
    return "not a capture file: it begins with " + Octets.of(first).hexSpaced();
  }
}
