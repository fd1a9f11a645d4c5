package org.mptcpscope.core.capture;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/** What the first octets of a file say about it. */
enum Magic {
  PCAP("pcap"),
  PCAPNG("pcapng"),
  GZIP("gzip", "1f8b"),
  ZSTD("zstd", "28b52ffd"),
  XZ("xz", "fd377a585a00"),
  LZ4("lz4", "04224d18"),
  /** A frame to be skipped, with which pzstd begins its files. */
  SKIPPABLE("zstd", ""),
  OTHER(null, ""),
  ZIP("zip", "504b0304"),
  EMPTY_ZIP("zip", "504b0506"),
  BZIP2("bzip2", "425a68", "unpack it with bunzip2"),
  LZ4_LEGACY("lz4 of the legacy format", "02214c18", "unpack it with lz4 -d"),
  COMPRESS("compress", "1f9d", "unpack it with uncompress"),
  SEVEN_ZIP("7z", "377abcaf271c", "unpack it with 7z x"),
  RAR("rar", "526172211a07", "unpack it with unrar x"),
  LZIP("lzip", "4c5a4950", "unpack it with lzip -d"),
  SNOOP("snoop", "736e6f6f70000000", Advice.CONVERT),
  NETMON("Network Monitor 2", "474d4255", Advice.CONVERT),
  NETMON_1("Network Monitor 1", "52545353", Advice.CONVERT),
  SNIFFER("NetXray", "58435000", Advice.CONVERT),
  SNIFFER_DOS("Sniffer", "545253", Advice.CONVERT),
  IPTRACE("AIX iptrace", "6970747261636520", Advice.CONVERT),
  BTSNOOP("btsnoop", "6274736e6f6f7000"),
  MODIFIED("modified pcap", "a1b2cd34", Advice.MODIFIED),
  MODIFIED_SWAPPED("modified pcap", "34cdb2a1", Advice.MODIFIED),
  PDF("PDF", "255044462d"),
  PNG("PNG", "89504e470d0a1a0a"),
  JPEG("JPEG", "ffd8ff"),
  SQLITE("SQLite", "53514c69746520666f726d6174"),
  ELF("a program", "7f454c46"),
  SCRIPT("a script", "2321");

  /** What to do with files that hold frames in other ways. */
  private static final class Advice {
    static final String CONVERT = "convert it with editcap -F pcapng IN OUT";

    /** Its variants cannot be told apart for sure, and a wrong guess reads garbage as frames. */
    static final String MODIFIED = "convert it with editcap -F pcapng IN OUT";
  }

  /** Octets that decide about every kind. */
  static final int LENGTH = 16;

  private static final byte[] SKIPPED = octets("2a4d18");

  private static final byte[][] PCAP_MAGICS = {
    octets("a1b2c3d4"), octets("d4c3b2a1"), // microseconds
    octets("a1b23c4d"), octets("4d3cb2a1"), // nanoseconds
  };

  private final String label;
  private final byte[] octets;
  private final String advice;

  Magic(String label, String hex, String advice) {
    this.label = label;
    this.octets = octets(hex);
    this.advice = advice;
  }

  Magic(String label, String hex) {
    this(label, hex, "name a pcap or pcapng file");
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

  /** How a file that begins so is unpacked; null if it is not compressed in a way that is read. */
  Compression compression() {
    return switch (this) {
      case GZIP -> Compression.GZIP;
      case ZSTD, SKIPPABLE -> Compression.ZSTD;
      case XZ -> Compression.XZ;
      case LZ4 -> Compression.LZ4;
      default -> null;
    };
  }

  /** Tells the kind of file by its first octets, {@link #LENGTH} of them if it has so many. */
  static Magic of(byte[] first) {
    if (startsWith(first, octets("0a0d0d0a"))) {
      return PCAPNG;
    }
    if (first.length >= 4 && (first[0] & 0xf0) == 0x50 && startsWith(first, 1, SKIPPED)) {
      return SKIPPABLE;
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

  /**
   * The sentence for a file that is no capture.
   *
   * @param first its first octets, unpacked
   * @param packed how they were compressed, or null
   */
  static String notACapture(byte[] first, Compression packed) {
    Magic magic = of(first);
    if (packed != null && magic.compression() != null) {
      return "compressed twice, %s in %s; unpack it once"
          .formatted(magic.label, packed.name().toLowerCase(Locale.ROOT));
    }
    if (magic == MODIFIED || magic == MODIFIED_SWAPPED) {
      return "modified pcap (Kuznetzov's), whose variants cannot be told apart for sure; "
          + magic.advice;
    }
    String label = magic == OTHER ? text(first) : magic.label;
    String hex = HexFormat.ofDelimiter(" ").formatHex(first, 0, Math.min(4, first.length));
    return "not a capture, it begins with "
        + hex
        + (label == null ? "" : " (" + label + ")")
        + "; "
        + magic.advice;
  }

  /** What the octets are if they are printable, else null. */
  private static String text(byte[] first) {
    for (byte octet : first) {
      boolean printable = octet >= 0x20 && octet < 0x7f || octet == '\n' || octet == '\r';
      if (!printable && octet != '\t') {
        return null;
      }
    }
    return new String(first, StandardCharsets.US_ASCII).startsWith("<") ? "XML or HTML" : "text";
  }

  private static boolean startsWith(byte[] octets, byte[] magic) {
    return startsWith(octets, 0, magic);
  }

  private static boolean startsWith(byte[] octets, int from, byte[] magic) {
    return octets.length >= from + magic.length
        && Arrays.equals(octets, from, from + magic.length, magic, 0, magic.length);
  }
}
