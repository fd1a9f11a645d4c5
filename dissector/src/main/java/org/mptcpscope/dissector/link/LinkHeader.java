package org.mptcpscope.dissector.link;

import static org.mptcpscope.dissector.Wire.i32;
import static org.mptcpscope.dissector.Wire.u16;
import static org.mptcpscope.dissector.Wire.u8;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Finds the IP packet behind the link header of a frame, and what that header says. Reused. The
 * parsers of what is rarer than Ethernet share its state: where the frame ends, and what was found.
 */
final class LinkHeader {
  private static final int LONGEST_LLC = 1500;

  private final LabelStack labels = new LabelStack(this);
  private final PppHeader ppp = new PppHeader(this);
  private final WifiHeader wifi = new WifiHeader(this);
  private final PktapHeader pktap = new PktapHeader(this);

  private MemorySegment buffer = MemorySegment.NULL;
  private long end;
  private long wireEnd;

  private Direction direction = Direction.UNKNOWN;
  private int vlan;
  private int place;
  private int tunnels;
  private int shims;
  private NotRead notRead;
  private long packet;

  /** Where Ethernet headers begin; each but the first is in a tunnel or counted as a shim. */
  private final long[] ethernets = new long[2 * FrameView.DEEPEST + 2];

  private int ethernetCount;

  /** Makes a reader of nothing yet. */
  LinkHeader() {}

  /**
   * Reads the link header of a frame.
   *
   * @param end behind the last captured octet
   * @param wireEnd behind the last octet that the frame had on the wire
   */
  Network read(MemorySegment buffer, long offset, long end, long wireEnd, int linkType) {
    this.buffer = buffer;
    this.end = end;
    this.wireEnd = wireEnd;
    direction = Direction.UNKNOWN;
    vlan = -1;
    place = 0;
    tunnels = 0;
    shims = 0;
    ethernetCount = 0;
    packet = offset;
    return linkType == LinkType.ETHERNET ? ethernet(offset) : frame(linkType, offset);
  }

  /** Reads a frame of any link type but Ethernet. */
  private Network frame(int linkType, long offset) {
    return switch (linkType) {
      case LinkType.LINUX_SLL -> sll(offset);
      case LinkType.LINUX_SLL2 -> sll2(offset);
      case LinkType.PPP -> ppp.frame(offset);
      case LinkType.PPP_SERIAL -> ppp.serial(offset);
      case LinkType.PPP_ETHER -> ppp.session(offset);
      case LinkType.PPP_WITH_DIRECTION -> ppp.withDirection(offset);
      case LinkType.C_HDLC -> ppp.cisco(offset);
      case LinkType.IEEE802_11 -> wifi.frame(offset);
      case LinkType.IEEE802_11_RADIOTAP -> wifi.radiotap(offset);
      case LinkType.PKTAP -> pktap.frame(offset);
      default -> plain(linkType, offset);
    };
  }

  /** Reads a frame of a link type that PKTAP may hold too. */
  Network plain(int linkType, long offset) {
    return switch (linkType) {
      case LinkType.ETHERNET -> ethernet(offset);
      case LinkType.NULL, LinkType.LOOP -> loopback(offset);
      case LinkType.PPP -> ppp.frame(offset);
      case LinkType.RAW, LinkType.RAW_BSD, LinkType.RAW_OPENBSD -> raw(offset);
      case LinkType.IPV4 -> at(offset, Network.IPV4);
      case LinkType.IPV6 -> at(offset, Network.IPV6);
      case LinkType.IEEE802_11 -> wifi.frame(offset);
      case LinkType.IEEE802_11_RADIOTAP -> wifi.radiotap(offset);
      default -> Network.UNKNOWN_LINK;
    };
  }

  // ---- state that the parsers share ------------------------------------------------------------

  MemorySegment buffer() {
    return buffer;
  }

  /** Returns the offset of the IP packet in the buffer. */
  long packet() {
    return packet;
  }

  Direction direction() {
    return direction;
  }

  void direction(Direction direction) {
    this.direction = direction;
  }

  /** Returns the id of the outermost VLAN tag, or -1. */
  int vlan() {
    return vlan;
  }

  /** Returns what {@link FrameView#place} is. */
  int place() {
    return place * 31 + vlan + 1;
  }

  /** Adds something that tells one place in the network from another. */
  void mixPlace(int something) {
    place = place * 31 + something;
  }

  /** Returns why there is nothing, after {@link Network#NOT_READ}. */
  NotRead notRead() {
    return notRead;
  }

  Network not(NotRead why) {
    notRead = why;
    return Network.NOT_READ;
  }

  /** Goes on inside a packet of these bounds, which is a part of the frame. */
  void narrow(long end, long wireEnd) {
    this.end = end;
    this.wireEnd = wireEnd;
  }

  /** Goes on inside a datagram that ends there at the latest. */
  void narrow(long wireEnd) {
    narrow(Math.min(end, wireEnd), wireEnd);
  }

  /** Returns how many IP packets are around the one found. */
  int tunnels() {
    return tunnels;
  }

  /** Goes into an IP packet inside another; false if there were too many in this frame. */
  boolean tunnel() {
    return ++tunnels <= FrameView.DEEPEST;
  }

  /** Counts a link header inside another; false if there were too many in this frame. */
  boolean shim() {
    return ++shims <= FrameView.DEEPEST;
  }

  long end() {
    return end;
  }

  long wireEnd() {
    return wireEnd;
  }

  boolean missing(long offset, int octets) {
    return offset + octets > end;
  }

  Network at(long offset, Network network) {
    packet = offset;
    return network;
  }

  LabelStack labels() {
    return labels;
  }

  PppHeader ppp() {
    return ppp;
  }

  long[] ethernets() {
    return Arrays.copyOf(ethernets, ethernetCount);
  }

  // ---- what may follow any of them -------------------------------------------------------------

  Network ethernet(long offset) {
    if (ethernetCount < ethernets.length) {
      ethernets[ethernetCount++] = offset;
    }
    return missing(offset, 14) ? Network.TRUNCATED : network(u16(buffer, offset + 12), offset + 14);
  }

  /** Reads what an Ethernet type names. */
  Network network(int firstType, long firstOffset) {
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
      default -> rare(etherType, offset);
    };
  }

  /** 802.1Q, 802.1ad and what was used before 802.1ad. */
  private static boolean isVlanTag(int etherType) {
    return etherType == 0x8100 || etherType == 0x88a8 || etherType == 0x9100 || etherType == 0x9200;
  }

  private Network rare(int etherType, long offset) {
    return switch (etherType) {
      case 0x8847, 0x8848 -> labels.read(offset);
      case 0x8864 -> ppp.session(offset);
      case 0x88e5 -> macsec(offset);
      case 0x88e7 -> inner(offset + 4); // 802.1ah: an Ethernet frame behind the I-TAG
      case 0x8870 -> llc(offset); // too long for a length
      default -> etherType <= LONGEST_LLC ? llc(offset) : Network.OTHER;
    };
  }

  /** Reads an Ethernet frame inside something that it may hold in turn. */
  Network inner(long offset) {
    return shim() ? ethernet(offset) : not(NotRead.TOO_DEEP);
  }

  /** 802.2 with SNAP (RFC 1042, or 802.1H for bridges): an Ethernet type behind eight octets. */
  Network llc(long offset) {
    if (missing(offset, 2)) {
      return Network.TRUNCATED;
    }
    if (u16(buffer, offset) != 0xaaaa) {
      return Network.OTHER;
    }
    if (missing(offset, 8)) {
      return Network.TRUNCATED;
    }
    int controlAndVendor = i32(buffer, offset + 2);
    if (controlAndVendor != 0x0300_0000 && controlAndVendor != 0x0300_00f8) {
      return Network.OTHER;
    }
    int etherType = u16(buffer, offset + 6);
    return etherType > LONGEST_LLC ? snap(etherType, offset + 8) : Network.OTHER;
  }

  private Network snap(int etherType, long offset) {
    return shim() ? network(etherType, offset) : not(NotRead.TOO_DEEP);
  }

  /** 802.1AE: readable if it is there for integrity only. */
  private Network macsec(long offset) {
    if (missing(offset, 16)) {
      return Network.TRUNCATED;
    }
    int control = u8(buffer, offset);
    if ((control & 0x8c) != 0) {
      return not(NotRead.MACSEC);
    }
    long behind = offset + ((control & 0x20) != 0 ? 14 : 6);
    return snap(u16(buffer, behind), behind + 2);
  }

  /**
   * Reads an IP packet where nothing but its looks says that it is one: its version, and lengths
   * that fit into what is around it.
   */
  Network probable(long offset) {
    if (missing(offset, 6)) {
      return Network.TRUNCATED;
    }
    int first = u8(buffer, offset);
    int length = u16(buffer, offset + ((first >> 4) == 4 ? 2 : 4));
    int header = (first & 0xf) * 4;
    return switch (first >> 4) {
      case 4 ->
          header >= 20 && length >= header && offset + length <= wireEnd
              ? at(offset, Network.IPV4)
              : Network.OTHER;
      case 6 -> offset + 40 + length <= wireEnd ? at(offset, Network.IPV6) : Network.OTHER;
      default -> Network.OTHER;
    };
  }

  /** Returns whether the IP packet at that offset ends where what is around it ends. */
  boolean fills(long offset) {
    boolean v4 = u8(buffer, offset) >> 4 == 4;
    int length = u16(buffer, offset + (v4 ? 2 : 4)) + (v4 ? 0 : 40);
    return offset + length == wireEnd;
  }

  /** Takes back IP that does not look like it. */
  Network probable(Network network) {
    return network.isIp() ? probable(packet) : network;
  }

  // ---- simple link types -----------------------------------------------------------------------

  private Network sll(long offset) {
    if (missing(offset, 16)) {
      return Network.TRUNCATED;
    }
    return cooked(u16(buffer, offset), u16(buffer, offset + 14), offset + 16);
  }

  private Network sll2(long offset) {
    if (missing(offset, 20)) {
      return Network.TRUNCATED;
    }
    place = i32(buffer, offset + 4);
    return cooked(u8(buffer, offset + 10), u16(buffer, offset), offset + 20);
  }

  /** A forwarded packet is there twice, once as it comes and once as it goes. */
  private Network cooked(int packetType, int protocol, long behind) {
    direction = directionOf(packetType);
    mixPlace(direction.ordinal());
    return network(protocol, behind);
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

  private Network raw(long offset) {
    if (missing(offset, 1)) {
      return Network.TRUNCATED;
    }
    return switch (u8(buffer, offset) >> 4) {
      case 4 -> at(offset, Network.IPV4);
      case 6 -> at(offset, Network.IPV6);
      default -> Network.MALFORMED;
    };
  }
}
