package org.mptcpscope.dissector.link;

import static org.mptcpscope.dissector.Wire.i32;
import static org.mptcpscope.dissector.Wire.i64;
import static org.mptcpscope.dissector.Wire.u16;
import static org.mptcpscope.dissector.Wire.u8;

import java.lang.foreign.MemorySegment;

/**
 * Finds the IP packet that another IP packet carries. The protocol number of a tunnel is believed;
 * a UDP port proves nothing, so what lies behind it must look like the tunnel and its packet.
 */
final class TunnelHeader {
  static final int IPV4 = 4;
  static final int UDP = 17;
  static final int IPV6 = 41;
  static final int GRE = 47;
  static final int ESP = 50;
  static final int ETHERIP = 97;
  static final int MPLS = 137;

  private static final int UDP_HEADER = 8;
  private static final int BRIDGED = 0x6558;

  private final LinkHeader link;

  TunnelHeader(LinkHeader link) {
    this.link = link;
  }

  /**
   * Reads what an IP packet carries.
   *
   * @param offset where its payload begins; the bounds of the payload are those of the link
   */
  Network read(int protocol, long offset) {
    return switch (protocol) {
      case IPV4 -> link.at(offset, Network.IPV4);
      case IPV6 -> link.at(offset, Network.IPV6);
      case GRE -> gre(offset);
      case UDP -> udp(offset);
      case ESP -> link.not(NotRead.ESP);
      case ETHERIP -> link.ethernet(offset + 2);
      case MPLS -> link.labels().read(offset);
      default -> Network.OTHER;
    };
  }

  /**
   * Returns whether a packet of this protocol is a tunnel that is read, by its number or its ports.
   *
   * @param captured how many octets from its first one on are there
   */
  boolean mayBe(int protocol, long offset, int captured) {
    return switch (protocol) {
      case IPV4, IPV6, GRE, ETHERIP, MPLS -> true;
      case UDP ->
          captured >= 4
              && (isTunnel(u16(link.buffer(), offset)) || isTunnel(u16(link.buffer(), offset + 2)));
      default -> false;
    };
  }

  // ---- GRE -------------------------------------------------------------------------------------

  /** RFC 2784 with the key and the sequence number of RFC 2890; PPTP's version (RFC 2637). */
  private Network gre(long offset) {
    if (link.missing(offset, 4)) {
      return Network.TRUNCATED;
    }
    int flags = u16(link.buffer(), offset);
    int payload = u16(link.buffer(), offset + 2);
    boolean sequence = (flags & 0x1000) != 0;
    boolean routing = (flags & 0x4000) != 0;
    if ((flags & 7) == 1 && payload == 0x880b) {
      // A packet without a number acknowledges only.
      long behind = offset + 12 + ((flags & 0x80) != 0 ? 4 : 0);
      return sequence ? link.ppp().frame(behind) : Network.OTHER;
    }
    if ((flags & 7) != 0 || routing) {
      return link.not(NotRead.GRE_PAYLOAD);
    }
    long at = offset + 4 + ((flags & 0x8000) != 0 ? 4 : 0);
    if ((flags & 0x2000) != 0) {
      if (link.missing(at, 4)) {
        return Network.TRUNCATED;
      }
      link.mixPlace(i32(link.buffer(), at));
      at += 4;
    }
    return grePayload(payload, at + (sequence ? 4 : 0), sequence);
  }

  private Network grePayload(int type, long at, boolean sequence) {
    return switch (type) {
      case BRIDGED -> link.ethernet(at);
      case 0x88be -> link.ethernet(at + (sequence ? 8 : 0)); // ERSPAN, types 2 and 1
      case 0x22eb -> erspan3(at);
      case 0x883e -> wccp(at);
      case 0x0800, 0x86dd, 0x8847, 0x8848, 0x8100, 0x88a8, 0x8864 -> link.network(type, at);
      // Keepalives, OSI routing, ARP, NHRP.
      case 0, 0x00fe, 0x0806, 0x2001 -> Network.OTHER;
      default -> link.not(NotRead.GRE_PAYLOAD);
    };
  }

  private Network erspan3(long at) {
    if (link.missing(at, 12)) {
      return Network.TRUNCATED;
    }
    int last = u16(link.buffer(), at + 10);
    long behind = at + 12 + ((last & 1) != 0 ? 8 : 0);
    return switch (last >> 10 & 0x1f) {
      case 0 -> link.ethernet(behind);
      case 2 -> link.probable(behind);
      default -> link.not(NotRead.GRE_PAYLOAD);
    };
  }

  /** WCCP redirects with or without four octets in front of the packet. */
  private Network wccp(long at) {
    Network bare = link.probable(at);
    return bare == Network.OTHER ? link.probable(at + 4) : bare;
  }

  // ---- over UDP --------------------------------------------------------------------------------

  private Network udp(long offset) {
    if (link.missing(offset, UDP_HEADER)) {
      return Network.TRUNCATED;
    }
    long ports = i64(link.buffer(), offset);
    int destination = (int) (ports >>> 32) & 0xffff;
    int source = (int) (ports >>> 48);
    int port = isTunnel(destination) ? destination : source;
    int length = (int) ports >>> 16;
    long at = offset + UDP_HEADER;
    if (!isTunnel(port) || length < UDP_HEADER || offset + length > link.wireEnd()) {
      return Network.OTHER;
    }
    link.narrow(offset + length);
    Network network =
        switch (port) {
          case 4789, 8472 -> vxlan(at);
          case 4790 -> vxlanGpe(at);
          case 6081 -> geneve(at);
          case 2152 -> gtp(at);
          case 3544 -> teredo(at);
          default -> Network.OTHER;
        };
    return network == Network.MALFORMED ? Network.OTHER : link.probable(network);
  }

  private static boolean isTunnel(int port) {
    return switch (port) {
      case 4789, 8472, 4790, 6081, 2152, 3544 -> true;
      default -> false;
    };
  }

  /** RFC 7348: the flag I, perhaps that of a group policy, a network identifier, an octet of 0. */
  private Network vxlan(long at) {
    if (link.missing(at, 8)) {
      return Network.TRUNCATED;
    }
    int first = u8(link.buffer(), at);
    int identifier = i32(link.buffer(), at + 4);
    boolean plain = first == 0x08 && (i32(link.buffer(), at) & 0xff_ffff) == 0;
    if (!plain && first != 0x88 || (identifier & 0xff) != 0) {
      return Network.OTHER;
    }
    link.mixPlace(identifier);
    return link.ethernet(at + 8);
  }

  /** VXLAN with a protocol, in the last octet of the first word if the flag P is set. */
  private Network vxlanGpe(long at) {
    if (link.missing(at, 8)) {
      return Network.TRUNCATED;
    }
    int first = i32(link.buffer(), at);
    int identifier = i32(link.buffer(), at + 4);
    if ((first & 0xf3ff_ff00) != 0 || (identifier & 0xff) != 0) {
      return Network.OTHER;
    }
    link.mixPlace(identifier);
    return switch (first >>> 24 << 8 | first & 0xff) {
      case 0x0c01, 0x0c02 -> link.probable(at + 8);
      case 0x0c03, 0x0800 -> link.ethernet(at + 8);
      default -> Network.OTHER;
    };
  }

  /** RFC 8926: version 0, no control packet, options in words of four octets. */
  private Network geneve(long at) {
    if (link.missing(at, 8)) {
      return Network.TRUNCATED;
    }
    int first = u8(link.buffer(), at);
    int flags = u8(link.buffer(), at + 1);
    int identifier = i32(link.buffer(), at + 4);
    if (first > 0x3f || (flags & 0xbf) != 0 || (identifier & 0xff) != 0) {
      return Network.OTHER;
    }
    link.mixPlace(identifier);
    long behind = at + 8 + 4L * first;
    return switch (u16(link.buffer(), at + 2)) {
      case BRIDGED -> link.ethernet(behind);
      case 0x0800, 0x86dd -> link.probable(behind);
      default -> Network.OTHER;
    };
  }

  /**
   * TS 29.281: version 1, a G-PDU, its length as long as the datagram; a sequence number, an N-PDU
   * number and extension headers if a flag says so.
   */
  private Network gtp(long at) {
    MemorySegment buffer = link.buffer();
    if (link.missing(at, 8)) {
      return Network.TRUNCATED;
    }
    int flags = u8(buffer, at);
    long stop = at + 8 + u16(buffer, at + 2);
    if ((flags & 0xf8) != 0x30 || u8(buffer, at + 1) != 0xff || stop > link.wireEnd()) {
      return Network.OTHER;
    }
    link.mixPlace(i32(buffer, at + 4));
    link.narrow(stop);
    return gtpPayload(flags, at + 8);
  }

  private Network gtpPayload(int flags, long first) {
    MemorySegment buffer = link.buffer();
    long behind = first;
    if ((flags & 7) != 0) {
      behind += 4;
      boolean extended = (flags & 4) != 0;
      while (extended) {
        if (link.missing(behind, 0)) {
          return Network.TRUNCATED;
        }
        extended = u8(buffer, behind - 1) != 0;
        if (extended && link.missing(behind, 4)) {
          return Network.TRUNCATED;
        }
        if (extended && u8(buffer, behind) == 0) {
          return Network.OTHER;
        }
        behind += extended ? 4L * u8(buffer, behind) : 0;
      }
    }
    return behind < link.wireEnd() ? link.probable(behind) : Network.OTHER;
  }

  /**
   * RFC 4380: IPv6, perhaps behind an authentication and an origin indication. It fills the
   * datagram, and one of its addresses is of Teredo or of the link.
   */
  private Network teredo(long first) {
    MemorySegment buffer = link.buffer();
    long at = first;
    if (link.missing(at, 4)) {
      return Network.TRUNCATED;
    }
    if (u16(buffer, at) == 1) {
      at += 13L + u8(buffer, at + 2) + u8(buffer, at + 3);
    }
    if (link.missing(at, 2)) {
      return Network.TRUNCATED;
    }
    at += u16(buffer, at) == 0 ? 8 : 0;
    if (link.missing(at, 40)) {
      return Network.TRUNCATED;
    }
    boolean teredo = isTeredo(i32(buffer, at + 8)) || isTeredo(i32(buffer, at + 24));
    return u8(buffer, at) >> 4 == 6 && teredo && link.fills(at)
        ? link.at(at, Network.IPV6)
        : Network.OTHER;
  }

  private static boolean isTeredo(int prefix) {
    return prefix == 0x2001_0000 || prefix >>> 22 == 0xfe80 >>> 6;
  }
}
