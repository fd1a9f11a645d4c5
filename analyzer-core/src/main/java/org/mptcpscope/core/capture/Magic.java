package org.mptcpscope.core.capture;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** What the first octets of a file say about it. */
enum Magic {
  PCAP("pcap"),
  PCAPNG("pcapng"),
  GZIP("gzip"),
  OTHER(null, ""),
  ZIP("zip", "504b0304"),
  EMPTY_ZIP("zip", "504b0506"),
  ZSTD("zstd", "28b52ffd"),
  XZ("xz", "fd377a585a00"),
  BZIP2("bzip2", "425a68"),
  LZ4("lz4", "04224d18"),
  SEVEN_ZIP("7z", "377abcaf271c"),
  RAR("rar", "526172211a07"),
  TAR_LZ("lzip", "4c5a4950"),
  SNOOP("snoop", "736e6f6f70000000"),
  NETMON("Network Monitor", "474d4255"),
  PDF("PDF", "255044462d"),
  PNG("PNG", "89504e470d0a1a0a"),
  JPEG("JPEG", "ffd8ff"),
  ELF("a program", "7f454c46"),
  SCRIPT("a script", "2321");

  /** Octets that decide about every kind. */
  static final int LENGTH = 16;

  private static final byte[][] PCAP_MAGICS = {
    octets("a1b2c3d4"), octets("d4c3b2a1"), // microseconds
    octets("a1b23c4d"), octets("4d3cb2a1"), // nanoseconds
    octets("a1b2cd34"), octets("34cdb2a1"), // with the interface in each record (Kuznetzov)
  };

  private final String label;
  private final byte[] octets;

  Magic(String label, String hex) {
    this.label = label;
    this.octets = octets(hex);
  }

  Magic(String label) {
    this(label, "");
  }

  private static byte[] octets(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  /** Whether captures begin so, perhaps compressed. */
  boolean isCapture() {
    return this == PCAP || this == PCAPNG;
  }

  /** Tells the kind of file by its first octets, {@link #LENGTH} of them if it has so many. */
  static Magic of(byte[] first) {
    if (startsWith(first, octets("0a0d0d0a"))) {
      return PCAPNG;
    }
    if (startsWith(first, octets("1f8b"))) {
      return GZIP;
    }
    for (byte[] magic : PCAP_MAGICS) {
      if (startsWith(first, magic)) {
        return PCAP;
      }
    }
    for (Magic magic : values()) {
      if (magic.octets.length > 0 && startsWith(first, magic.octets)) {
        return magic;
      }
    }
    return OTHER;
  }

  /** The sentence for a file that is no capture. */
  static String notACapture(byte[] first) {
    String label = label(first);
    String hex = HexFormat.ofDelimiter(" ").formatHex(first, 0, Math.min(4, first.length));
    return "not a capture, it begins with "
        + hex
        + (label == null ? "" : " (" + label + ")")
        + "; name a pcap or pcapng file";
  }

  private static String label(byte[] first) {
    Magic magic = of(first);
    if (magic != OTHER) {
      return magic.label;
    }
    for (byte octet : first) {
      boolean printable = octet >= 0x20 && octet < 0x7f || octet == '\n' || octet == '\r';
      if (!printable && octet != '\t') {
        return null;
      }
    }
    return new String(first, StandardCharsets.US_ASCII).startsWith("<") ? "XML or HTML" : "text";
  }

  private static boolean startsWith(byte[] octets, byte[] magic) {
    if (octets.length < magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if (octets[i] != magic[i]) {
        return false;
      }
    }
    return true;
  }
}
