package org.mptcpscope.dissector.link;

import static org.mptcpscope.dissector.Wire.i32;
import static org.mptcpscope.dissector.Wire.u16;
import static org.mptcpscope.dissector.Wire.u8;

import java.lang.foreign.MemorySegment;

/** Finds the IP packet behind the link header of a frame, and what that header says. Reused. */
final class LinkHeader {
  /** What follows the link header, or why nothing does. */
  enum Network {
    IPV4,
    IPV6,
    OTHER,
    UNKNOWN_LINK,
    TRUNCATED,
    MALFORMED
  }

  private MemorySegment buffer = MemorySegment.NULL;
  private long end;

  private Direction direction = Direction.UNKNOWN;
  private int vlan;
  private long packet;

  Network read(MemorySegment buffer, long offset, long end, int linkType) {
    this.buffer = buffer;
    this.end = end;
    direction = Direction.UNKNOWN;
    vlan = -1;
    packet = offset;
    return switch (linkType) {
      case LinkType.ETHERNET ->
          missing(offset, 14) ? Network.TRUNCATED : network(u16(buffer, offset + 12), offset + 14);
      case LinkType.LINUX_SLL -> sll(offset);
      case LinkType.LINUX_SLL2 -> sll2(offset);
      case LinkType.NULL, LinkType.LOOP -> loopback(offset);
      case LinkType.PPP -> ppp(offset);
      case LinkType.RAW, LinkType.RAW_BSD, LinkType.RAW_OPENBSD -> raw(offset);
      case LinkType.IPV4 -> Network.IPV4;
      case LinkType.IPV6 -> Network.IPV6;
      default -> Network.UNKNOWN_LINK;
    };
  }

  /** Returns the offset of the IP packet in the buffer. */
  long packet() {
    return packet;
  }

  Direction direction() {
    return direction;
  }

  /** Returns the id of the outermost VLAN tag, or -1. */
  int vlan() {
    return vlan;
  }

  private boolean missing(long offset, int octets) {
    return offset + octets > end;
  }

  private Network at(long offset, Network network) {
    packet = offset;
    return network;
  }

  private Network sll(long offset) {
    if (missing(offset, 16)) {
      return Network.TRUNCATED;
    }
    direction = directionOf(u16(buffer, offset));
    return network(u16(buffer, offset + 14), offset + 16);
  }

  private Network sll2(long offset) {
    if (missing(offset, 20)) {
      return Network.TRUNCATED;
    }
    direction = directionOf(u8(buffer, offset + 10));
    return network(u16(buffer, offset), offset + 20);
  }

  private static Direction directionOf(int packetType) {
    return switch (packetType) {
      case 0, 1, 2 -> Direction.INCOMING;
      case 3 -> Direction.OTHER;
      case 4 -> Direction.OUTGOING;
      default -> Direction.UNKNOWN;
    };
  }

  /** The address family is in the capturing host's byte order for NULL, big-endian for LOOP. */
  private Network loopback(long offset) {
    if (missing(offset, 4)) {
      return Network.TRUNCATED;
    }
    int family = i32(buffer, offset);
    if (family >>> 16 != 0) {
      family = Integer.reverseBytes(family);
    }
    // AF_INET is 2 everywhere; AF_INET6 differs between Linux, Windows, the BSDs and macOS.
    return switch (family) {
      case 2 -> at(offset + 4, Network.IPV4);
      case 10, 23, 24, 28, 30 -> at(offset + 4, Network.IPV6);
      default -> Network.OTHER;
    };
  }

  /** Address and control (RFC 1662) may be left out, and so may the protocol's zero octet. */
  private Network ppp(long first) {
    if (missing(first, 4)) {
      return Network.TRUNCATED;
    }
    long offset = u16(buffer, first) == 0xff03 ? first + 2 : first;
    boolean compressed = (u8(buffer, offset) & 1) != 0;
    int protocol = compressed ? u8(buffer, offset) : u16(buffer, offset);
    long behind = offset + (compressed ? 1 : 2);
    return switch (protocol) {
      case 0x21 -> at(behind, Network.IPV4);
      case 0x57 -> at(behind, Network.IPV6);
      default -> Network.OTHER;
    };
  }

  private Network raw(long offset) {
    if (missing(offset, 1)) {
      return Network.TRUNCATED;
    }
    return switch (u8(buffer, offset) >> 4) {
      case 4 -> Network.IPV4;
      case 6 -> Network.IPV6;
      default -> Network.MALFORMED;
    };
  }

  private Network network(int firstType, long firstOffset) {
    int etherType = firstType;
    long offset = firstOffset;
    while (isVlanTag(etherType)) {
      if (missing(offset, 4)) {
        return Network.TRUNCATED;
      }
      if (vlan < 0) {
        vlan = u16(buffer, offset) & 0xfff;
      }
      etherType = u16(buffer, offset + 2);
      offset += 4;
    }
    return switch (etherType) {
      case 0x0800 -> at(offset, Network.IPV4);
      case 0x86dd -> at(offset, Network.IPV6);
      default -> Network.OTHER;
    };
  }

  /** 802.1Q, 802.1ad and what was used before 802.1ad. */
  private static boolean isVlanTag(int etherType) {
    return etherType == 0x8100 || etherType == 0x88a8 || etherType == 0x9100 || etherType == 0x9200;
  }
}
