package org.mptcpscope.dissector.link;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.mptcpscope.dissector.Wire.i32;
import static org.mptcpscope.dissector.Wire.i64;
import static org.mptcpscope.dissector.Wire.u16;
import static org.mptcpscope.dissector.Wire.u32;
import static org.mptcpscope.dissector.Wire.u8;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.mptcpscope.dissector.InternetChecksum;
import org.mptcpscope.dissector.ip.IpAddress;

/**
 * A captured frame read in place, down to the payload of its IP packet: of the innermost one, where
 * IP packets are inside others. The view is reused; what it says is valid until the next {@link
 * #wrap}, and the accessors of the IP packet only after {@link Outcome#TCP} or {@link
 * Outcome#FRAGMENT}.
 *
 * <p>Lengths with "captured" in their name count octets that are in the buffer. The others count
 * octets on the wire, as the IP header gives them: padding of short Ethernet frames is not counted,
 * and a packet whose length field is 0 because the network card was to cut it (segmentation
 * offload) is as long as the frame.
 */
public final class FrameView {
  /** The number of TCP among the IP protocols. */
  public static final int PROTOCOL_TCP = 6;

  /** Most IP packets around the one that is read, and most link headers inside another. */
  public static final int DEEPEST = 8;

  private static final int PROTOCOL_ICMP = 1;
  private static final int PROTOCOL_AH = 51;
  private static final int PROTOCOL_ICMPV6 = 58;

  private static final int IPV4_HEADER = 20;
  private static final int IPV6_HEADER = 40;

  private final LinkHeader link = new LinkHeader();
  private final TunnelHeader tunnel = new TunnelHeader(link);

  private MemorySegment buffer = MemorySegment.NULL;
  private long end;
  private long wireEnd;

  /** Where the IP packets begin, from the outermost one on. */
  private final long[] packets = new long[DEEPEST + 2];

  private int packetCount;
  private long ipOffset;
  private int ipVersion;
  private long srcHigh;
  private long srcLow;
  private long dstHigh;
  private long dstLow;
  private int hopLimit;
  private int ipId;
  private int protocol;
  private boolean rerouted;
  private long payloadOffset;
  private int payloadLength;
  private int payloadCaptured;

  private int fragmentId;
  private int fragmentOffset;
  private boolean moreFragments;

  /** Makes a view of nothing yet. */
  public FrameView() {}

  /**
   * Reads a frame. Never throws and never reads behind the captured octets or the buffer.
   *
   * @param buffer where the frame lies; off-heap, as heap memory makes all readers slower
   * @param offset of the frame's first octet in the buffer
   * @param capturedLength octets of the frame that are in the buffer
   * @param wireLength octets that the frame had on the wire
   * @param linkType as {@link LinkType} names them
   */
  public Outcome wrap(
      MemorySegment buffer, long offset, int capturedLength, int wireLength, int linkType) {
    this.buffer = buffer;
    end = Math.min(buffer.byteSize(), offset + Math.max(0, capturedLength));
    wireEnd = offset + Math.max(wireLength, capturedLength);
    ipVersion = 0;
    packetCount = 0;
    return packet(link.read(buffer, offset, end, wireEnd, linkType));
  }

  private Outcome packet(Network network) {
    return switch (network) {
      case IPV4 -> ipv4(link.packet());
      case IPV6 -> ipv6(link.packet());
      case OTHER -> Outcome.OTHER;
      case NOT_READ -> Outcome.NOT_READ;
      case UNKNOWN_LINK -> Outcome.UNKNOWN_LINK;
      case TRUNCATED -> Outcome.TRUNCATED;
      case MALFORMED -> Outcome.MALFORMED;
    };
  }

  private boolean missing(long offset, int octets) {
    return offset + octets > end;
  }

  private Outcome ipv4(long offset) {
    if (missing(offset, IPV4_HEADER)) {
      return Outcome.TRUNCATED;
    }
    // Version to fragment offset, then hop limit to source: each access costs checks.
    long head = i64(buffer, offset);
    long middle = i64(buffer, offset + 8);
    int headerLength = (int) (head >>> 56 & 0xf) * 4;
    int totalLength = (int) (head >>> 32) & 0xffff;
    if (totalLength == 0) {
      totalLength = (int) (wireEnd - offset);
    }
    if (head >>> 60 != 4 || headerLength < IPV4_HEADER || totalLength < headerLength) {
      return Outcome.MALFORMED;
    }
    if (missing(offset, headerLength)) {
      return Outcome.TRUNCATED;
    }
    at(offset);
    ipVersion = 4;
    rerouted = false;
    srcHigh = 0;
    srcLow = IpAddress.lowOf((int) middle);
    dstHigh = 0;
    dstLow = IpAddress.lowOf(i32(buffer, offset + 16));
    ipId = (int) head >>> 16;
    hopLimit = (int) (middle >>> 56);
    protocol = (int) (middle >>> 48) & 0xff;
    payload(offset + headerLength, totalLength - headerLength);
    int fragment = (int) head & 0xffff;
    fragmentId = ipId;
    fragmentOffset = (fragment & 0x1fff) * 8;
    moreFragments = (fragment & 0x2000) != 0;
    return outcome();
  }

  private Outcome ipv6(long offset) {
    if (missing(offset, IPV6_HEADER)) {
      return Outcome.TRUNCATED;
    }
    if (u8(buffer, offset) >> 4 != 6) {
      return Outcome.MALFORMED;
    }
    at(offset);
    ipVersion = 6;
    rerouted = false;
    srcHigh = i64(buffer, offset + 8);
    srcLow = i64(buffer, offset + 16);
    dstHigh = i64(buffer, offset + 24);
    dstLow = i64(buffer, offset + 32);
    ipId = -1;
    hopLimit = u8(buffer, offset + 7);
    fragmentId = 0;
    fragmentOffset = 0;
    moreFragments = false;
    int length = u16(buffer, offset + 4);
    // A jumbogram (RFC 2675) or a packet that the network card was to cut has 0 here.
    long ipEnd =
        length == 0 ? Math.max(wireEnd, offset + IPV6_HEADER) : offset + IPV6_HEADER + length;
    return extensions(u8(buffer, offset + 6), offset + IPV6_HEADER, ipEnd);
  }

  private void at(long offset) {
    ipOffset = offset;
    packets[packetCount++] = offset;
  }

  private Outcome extensions(int first, long firstOffset, long ipEnd) {
    int header = first;
    long offset = firstOffset;
    while (isExtension(header)) {
      if (offset + 8 > ipEnd) {
        return Outcome.MALFORMED;
      }
      if (missing(offset, 8)) {
        return Outcome.TRUNCATED;
      }
      int next = u8(buffer, offset);
      int length = extensionLength(header, offset);
      if (offset + length > ipEnd) {
        return Outcome.MALFORMED;
      }
      if (header == 43 && u8(buffer, offset + 3) > 0) {
        rerouted = true;
      }
      if (header == 44) {
        int fragment = u16(buffer, offset + 2);
        fragmentOffset = fragment & 0xfff8;
        moreFragments = (fragment & 1) != 0;
        fragmentId = i32(buffer, offset + 4);
        if (fragmentOffset != 0 || moreFragments) {
          protocol = next;
          payload(offset + length, (int) (ipEnd - offset - length));
          return Outcome.FRAGMENT;
        }
      }
      header = next;
      offset += length;
    }
    protocol = header;
    payload(offset, (int) (ipEnd - offset));
    return outcome();
  }

  /** Hop-by-hop, routing, fragment, AH, destination, mobility, HIP, Shim6 (RFC 7045). */
  private static boolean isExtension(int header) {
    return switch (header) {
      case 0, 43, 44, 51, 60, 135, 139, 140 -> true;
      default -> false;
    };
  }

  private int extensionLength(int header, long offset) {
    return switch (header) {
      case 44 -> 8;
      case 51 -> (u8(buffer, offset + 1) + 2) * 4;
      default -> (u8(buffer, offset + 1) + 1) * 8;
    };
  }

  private void payload(long offset, int length) {
    payloadOffset = offset;
    payloadLength = length;
    payloadCaptured = (int) Math.max(0, Math.min(length, end - offset));
  }

  private Outcome outcome() {
    if (fragmentOffset != 0 || moreFragments) {
      return Outcome.FRAGMENT;
    }
    return switch (protocol) {
      case PROTOCOL_TCP -> Outcome.TCP;
      case PROTOCOL_ICMP, PROTOCOL_ICMPV6 -> Outcome.ICMP;
      case PROTOCOL_AH -> authenticated();
      default -> inner();
    };
  }

  /** IPv4 behind an authentication header (RFC 4302), which IPv6 has among its extensions. */
  private Outcome authenticated() {
    if (missing(payloadOffset, 8)) {
      return Outcome.TRUNCATED;
    }
    int length = extensionLength(PROTOCOL_AH, payloadOffset);
    protocol = u8(buffer, payloadOffset);
    if (length > payloadLength || protocol == PROTOCOL_AH) {
      return Outcome.MALFORMED;
    }
    payload(payloadOffset + length, payloadLength - length);
    return outcome();
  }

  /** Goes on inside a tunnel. */
  private Outcome inner() {
    link.narrow(payloadOffset + payloadCaptured, payloadOffset + payloadLength);
    Network network = tunnel.read(protocol, payloadOffset);
    if (network.isIp()) {
      if (!link.tunnel()) {
        return packet(link.not(NotRead.TOO_DEEP));
      }
      link.mixPlace((int) (srcLow * 31 + dstLow));
      end = link.end();
      wireEnd = link.wireEnd();
    }
    // What is missing is cut off only if more was on the wire.
    boolean whole = link.end() == link.wireEnd();
    return network == Network.TRUNCATED && whole ? Outcome.OTHER : packet(network);
  }

  /** Returns the buffer that the frame lies in. */
  public MemorySegment buffer() {
    return buffer;
  }

  /** Returns which way the frame went, if the link header says so; valid after every wrap. */
  public Direction direction() {
    return link.direction();
  }

  /**
   * Returns the id of the outermost VLAN tag, 0 to 4095, or -1 without one; valid after every wrap.
   */
  public int vlan() {
    return link.vlan();
  }

  /**
   * Returns a number for where in the network the frame passed, as far as its headers tell: VLAN,
   * interface of a cooked capture, tunnels. Two copies of one packet that have different ones were
   * captured at two places; valid after every wrap.
   */
  public int place() {
    return link.place();
  }

  /** Returns how many IP packets are around this one, 0 to {@link #DEEPEST}. */
  public int tunnels() {
    return link.tunnels();
  }

  /** Returns why the frame was not read; valid after {@link Outcome#NOT_READ} only. */
  public NotRead notRead() {
    return link.notRead();
  }

  /**
   * Returns where the IP packets of the frame begin in the buffer, from the outermost one on: the
   * last one is that which was read. Valid after every wrap.
   */
  public long[] ipOffsets() {
    return Arrays.copyOf(packets, packetCount);
  }

  /**
   * Returns where Ethernet headers begin in the buffer that were met on the way, from the outermost
   * one on. Valid after every wrap.
   */
  public long[] ethernetOffsets() {
    return link.ethernets();
  }

  /** Returns 4 or 6. */
  public int ipVersion() {
    return ipVersion;
  }

  /** Returns the offset of the IP header in the buffer. */
  public long ipOffset() {
    return ipOffset;
  }

  /** Returns the first 64 bits of the source address; 0 for IPv4, see {@link IpAddress}. */
  public long srcHigh() {
    return srcHigh;
  }

  /** Returns the last 64 bits of the source address, IPv4-mapped for IPv4. */
  public long srcLow() {
    return srcLow;
  }

  /** Returns the first 64 bits of the destination address; 0 for IPv4, see {@link IpAddress}. */
  public long dstHigh() {
    return dstHigh;
  }

  /** Returns the last 64 bits of the destination address, IPv4-mapped for IPv4. */
  public long dstLow() {
    return dstLow;
  }

  /** Returns the hop limit or time to live, 0 to 255. */
  public int hopLimit() {
    return hopLimit;
  }

  /** Returns the identification of the IPv4 header, 0 to 65535, or -1 for IPv6. */
  public int ipId() {
    return ipId;
  }

  /** Returns the protocol of the payload. In a fragment of IPv6 it may be an extension header. */
  public int protocol() {
    return protocol;
  }

  /** Returns the offset in the buffer of what the IP packet carries, behind all IP headers. */
  public long ipPayloadOffset() {
    return payloadOffset;
  }

  /** Returns the octets that the IP packet carried on the wire. */
  public int ipPayloadLength() {
    return payloadLength;
  }

  /** Returns the octets of the payload that are in the buffer. */
  public int ipPayloadCaptured() {
    return payloadCaptured;
  }

  /**
   * Returns whether an IPv6 routing header says that the destination address is not the last one,
   * so that transport checksums (RFC 8200, section 8.1) cannot be verified with it.
   */
  public boolean rerouted() {
    return rerouted;
  }

  /** Returns the identification of the fragments that belong together; all 32 bits for IPv6. */
  public int fragmentId() {
    return fragmentId;
  }

  /** Returns where in the whole payload this fragment starts, in octets. */
  public int fragmentOffset() {
    return fragmentOffset;
  }

  /** Returns whether another fragment follows this one. */
  public boolean moreFragments() {
    return moreFragments;
  }

  /** Returns whether this fragment shows that the whole packet is TCP or a tunnel. */
  public boolean mayCarryTcp() {
    return protocol == PROTOCOL_TCP
        || tunnel.mayBe(protocol, payloadOffset, fragmentOffset == 0 ? payloadCaptured : 0);
  }

  /**
   * Writes an IP header for the packet that this fragment is a part of, so that the packet can be
   * read by {@link #wrap} as {@link LinkType#RAW} once its payload is put together behind it. The
   * header has the addresses, the hop limit and the identification of this fragment, no options and
   * no checksum.
   *
   * @param payloadLength octets of the whole payload, at most 65535 with the header of IPv4
   * @return the octets written, 20 or 40
   */
  public int writeHeader(MemorySegment to, long at, int payloadLength) {
    if (ipVersion == 4) {
      MemorySegment.copy(buffer, ipOffset, to, at, IPV4_HEADER);
      to.set(JAVA_BYTE, at, (byte) 0x45);
      put16(to, at + 2, IPV4_HEADER + payloadLength);
      put16(to, at + 6, 0);
      put16(to, at + 10, 0);
      return IPV4_HEADER;
    }
    MemorySegment.copy(buffer, ipOffset, to, at, IPV6_HEADER);
    put16(to, at + 4, payloadLength);
    to.set(JAVA_BYTE, at + 6, (byte) protocol);
    return IPV6_HEADER;
  }

  private static void put16(MemorySegment to, long at, int value) {
    to.set(JAVA_BYTE, at, (byte) (value >> 8));
    to.set(JAVA_BYTE, at + 1, (byte) value);
  }

  /** Returns the sum of the pseudo header of TCP (RFC 9293, section 3.1) for a segment length. */
  public int pseudoHeaderSum(int segmentLength) {
    long sum = PROTOCOL_TCP + (long) segmentLength;
    if (ipVersion == 4) {
      sum += u32(buffer, ipOffset + 12) + u32(buffer, ipOffset + 16);
    } else {
      for (int i = 8; i < IPV6_HEADER; i += 4) {
        sum += u32(buffer, ipOffset + i);
      }
    }
    return InternetChecksum.fold(sum);
  }
}
