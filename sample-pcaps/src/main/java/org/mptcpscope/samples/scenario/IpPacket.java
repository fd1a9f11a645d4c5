package org.mptcpscope.samples.scenario;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.mptcpscope.dissector.InternetChecksum;

/** Builds IPv4 and IPv6 packets with right lengths and checksums. */
public final class IpPacket {
  private static final int IPV4_HEADER = 20;
  private static final int IPV6_HEADER = 40;
  private static final int PROTOCOL_UDP = 17;
  private static final int PROTOCOL_FRAGMENT = 44;
  private static final int UDP_HEADER = 8;
  private static final int TCP_CHECKSUM_AT = 16;

  /** The protocol number of TCP. */
  public static final int PROTOCOL_TCP = 6;

  private IpPacket() {}

  /** What to write into the checksum of a TCP header. */
  public enum Checksum {
    GOOD,
    /** The sum of the pseudo-header alone, as a host leaves it to its network card. */
    PARTIAL,
    /** One off. */
    BAD
  }

  /** Puts an IP header before a payload; {@code id} is the IPv4 identification. */
  public static byte[] of(
      InetAddress from, InetAddress to, int protocol, int hopLimit, int id, byte[] payload) {
    byte[] source = from.getAddress();
    byte[] target = to.getAddress();
    if (source.length == 4) {
      ByteBuffer out = ByteBuffer.allocate(IPV4_HEADER + payload.length);
      out.put((byte) 0x45).put((byte) 0).putShort((short) out.capacity());
      out.putShort((short) id).putShort((short) 0x4000);
      out.put((byte) hopLimit).put((byte) protocol).putShort((short) 0);
      out.put(source).put(target).put(payload);
      seal(out.array(), 0);
      return out.array();
    }
    ByteBuffer out = ByteBuffer.allocate(IPV6_HEADER + payload.length);
    out.putInt(0x6000_0000).putShort((short) payload.length);
    out.put((byte) protocol).put((byte) hopLimit);
    out.put(source).put(target).put(payload);
    return out.array();
  }

  /**
   * Cuts a packet into fragments.
   *
   * @param size octets of payload in each but the last, a multiple of 8
   * @param id what IPv6 identifies them by; IPv4 has its own
   */
  public static List<byte[]> fragments(byte[] packet, int size, int id) {
    boolean v4 = (packet[0] >> 4 & 0xf) == 4;
    int header = v4 ? IPV4_HEADER : IPV6_HEADER;
    List<byte[]> fragments = new ArrayList<>();
    for (int at = header; at < packet.length; at += size) {
      int length = Math.min(size, packet.length - at);
      int place = (at - header) / 8;
      boolean more = at + length < packet.length;
      byte[] part = Arrays.copyOfRange(packet, at, at + length);
      fragments.add(
          v4 ? fragment4(packet, part, place, more) : fragment6(packet, part, place, more, id));
    }
    return fragments;
  }

  private static byte[] fragment4(byte[] packet, byte[] part, int place, boolean more) {
    ByteBuffer out = ByteBuffer.allocate(IPV4_HEADER + part.length);
    out.put(packet, 0, IPV4_HEADER).put(part);
    out.putShort(2, (short) out.capacity());
    out.putShort(6, (short) (place | (more ? 0x2000 : 0)));
    seal(out.array(), 0);
    return out.array();
  }

  private static byte[] fragment6(byte[] packet, byte[] part, int place, boolean more, int id) {
    ByteBuffer out = ByteBuffer.allocate(IPV6_HEADER + 8 + part.length);
    out.put(packet, 0, IPV6_HEADER).put(packet[6]).put((byte) 0);
    out.putShort((short) (place << 3 | (more ? 1 : 0))).putInt(id).put(part);
    out.putShort(4, (short) (8 + part.length)).put(6, (byte) PROTOCOL_FRAGMENT);
    return out.array();
  }

  /** Changes the hop limit of the packet that begins at {@code at}. */
  public static void hopLimit(byte[] octets, int at, int hopLimit) {
    if ((octets[at] >> 4 & 0xf) == 4) {
      octets[at + 8] = (byte) hopLimit;
      seal(octets, at);
    } else {
      octets[at + 7] = (byte) hopLimit;
    }
  }

  private static void seal(byte[] octets, int at) {
    octets[at + 10] = 0;
    octets[at + 11] = 0;
    int sum = InternetChecksum.complement(InternetChecksum.sum(octets, at, IPV4_HEADER));
    octets[at + 10] = (byte) (sum >> 8);
    octets[at + 11] = (byte) sum;
  }

  /** Writes the checksum into a TCP segment. */
  public static void seal(byte[] segment, InetAddress from, InetAddress to, Checksum how) {
    int pseudo = pseudo(from, to, PROTOCOL_TCP, segment.length);
    int sum =
        switch (how) {
          case PARTIAL -> pseudo;
          case GOOD -> whole(segment, pseudo);
          case BAD -> whole(segment, pseudo) ^ 1;
        };
    segment[TCP_CHECKSUM_AT] = (byte) (sum >> 8);
    segment[TCP_CHECKSUM_AT + 1] = (byte) sum;
  }

  private static int whole(byte[] segment, int pseudo) {
    return InternetChecksum.complement(
        InternetChecksum.add(InternetChecksum.sum(segment, 0, segment.length), pseudo));
  }

  private static int pseudo(InetAddress from, InetAddress to, int protocol, int length) {
    byte[] source = from.getAddress();
    byte[] target = to.getAddress();
    int sum =
        InternetChecksum.add(
            InternetChecksum.sum(source, 0, source.length),
            InternetChecksum.sum(target, 0, target.length));
    return InternetChecksum.add(sum, InternetChecksum.fold((long) protocol + length));
  }

  /** A UDP datagram. */
  public static byte[] udp(
      InetAddress from, InetAddress to, int sourcePort, int targetPort, byte[] payload) {
    ByteBuffer out = ByteBuffer.allocate(UDP_HEADER + payload.length);
    out.putShort((short) sourcePort).putShort((short) targetPort);
    out.putShort((short) out.capacity()).putShort((short) 0).put(payload);
    byte[] datagram = out.array();
    int pseudo = pseudo(from, to, PROTOCOL_UDP, datagram.length);
    int sum = whole(datagram, pseudo);
    out.putShort(6, (short) (sum == 0 ? 0xffff : sum));
    return of(from, to, PROTOCOL_UDP, 64, 0, datagram);
  }
}
