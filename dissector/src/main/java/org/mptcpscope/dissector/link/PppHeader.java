package org.mptcpscope.dissector.link;

import static org.mptcpscope.dissector.Wire.u16;
import static org.mptcpscope.dissector.Wire.u8;

/** PPP (RFC 1661), as it is on serial lines, in Ethernet (RFC 2516) and in PPTP; Cisco's HDLC. */
final class PppHeader {
  private static final int ADDRESS_AND_CONTROL = 0xff03;

  private final LinkHeader link;

  PppHeader(LinkHeader link) {
    this.link = link;
  }

  /** Address and control (RFC 1662) may be left out. */
  Network frame(long first) {
    if (link.missing(first, 4)) {
      return Network.TRUNCATED;
    }
    boolean framed = u16(link.buffer(), first) == ADDRESS_AND_CONTROL;
    return protocol(framed ? first + 2 : first);
  }

  /** As {@link #frame}, or Cisco's HDLC, which its address octet tells. */
  Network serial(long offset) {
    if (link.missing(offset, 4)) {
      return Network.TRUNCATED;
    }
    int start = u16(link.buffer(), offset);
    return start == 0x0f00 || start == 0x8f00 ? cisco(offset) : frame(offset);
  }

  /** An Ethernet type behind address and control. */
  Network cisco(long offset) {
    return link.missing(offset, 4)
        ? Network.TRUNCATED
        : link.network(u16(link.buffer(), offset + 2), offset + 4);
  }

  Network withDirection(long offset) {
    if (link.missing(offset, 1)) {
      return Network.TRUNCATED;
    }
    link.direction(u8(link.buffer(), offset) == 0 ? Direction.INCOMING : Direction.OUTGOING);
    return frame(offset + 1);
  }

  /** The session stage of PPP over Ethernet. */
  Network session(long offset) {
    if (link.missing(offset, 8)) {
      return Network.TRUNCATED;
    }
    if (u16(link.buffer(), offset) != 0x1100) {
      return Network.MALFORMED;
    }
    link.mixPlace(u16(link.buffer(), offset + 2));
    return protocol(offset + 6);
  }

  /** The first octet of the protocol may be left out if it is zero. */
  private Network protocol(long offset) {
    boolean compressed = (u8(link.buffer(), offset) & 1) != 0;
    int protocol = compressed ? u8(link.buffer(), offset) : u16(link.buffer(), offset);
    long behind = offset + (compressed ? 1 : 2);
    return switch (protocol) {
      case 0x21 -> link.at(behind, Network.IPV4);
      case 0x57 -> link.at(behind, Network.IPV6);
      case 0x281, 0x283 -> link.labels().read(behind);
      // Header compression by Jacobson and RFC 2507, multilink, encryption, compression.
      case 0x2d, 0x2f, 0x61, 0x63, 0x65, 0x67, 0x69, 0x3d, 0x53, 0x55, 0xfb, 0xfd ->
          link.not(NotRead.PACKED_PPP);
      default -> Network.OTHER;
    };
  }
}
