package org.mptcpscope.samples.carrier;

import java.util.HexFormat;
import org.mptcpscope.dissector.InternetChecksum;
import org.mptcpscope.dissector.Octets;

/**
 * Headers around an IP packet, put on from the inside outwards. Lengths are those of the wire, so
 * that a packet that the capture cut is wrapped as its whole would be.
 */
final class Layers {
  private static final int IPV4 = 0x0800;
  private static final int IPV6 = 0x86dd;
  private static final int BRIDGED = 0x6558;
  private static final int LONGEST_LENGTH = 1500;
  private static final int LARGEST = 65_535;

  private static final String MACS = "020000000002 020000000001";
  private static final String SNAP = "aaaa03000000";

  private final StringBuilder header = new StringBuilder();
  private int wire;
  private int type;
  private int protocol;

  /**
   * Begins with an IP packet.
   *
   * @param version 4 or 6
   * @param wire octets of the packet on the wire
   */
  Layers(int version, int wire) {
    this.wire = wire;
    type = version == 4 ? IPV4 : IPV6;
    protocol = version == 4 ? 4 : 41;
  }

  /** Returns what stands before the packet. */
  Octets header() {
    return Octets.ofHex(header.toString());
  }

  private Layers before(String digits) {
    String hex = digits.replace(" ", "");
    header.insert(0, hex);
    wire += hex.length() / 2;
    return this;
  }

  private Layers before(int type, int protocol, String digits) {
    this.type = type;
    this.protocol = protocol;
    return before(digits);
  }

  private static String u16(int value) {
    if (value < 0 || value > LARGEST) {
      throw new IllegalArgumentException("too large to be wrapped again: " + value);
    }
    return HexFormat.of().toHexDigits((short) value);
  }

  private static String swapped(int value) {
    return HexFormat.of().toHexDigits(Integer.reverseBytes(value));
  }

  // ---- Ethernet and what lies in it ------------------------------------------------------------

  Layers ethernet() {
    return before(BRIDGED, 0, MACS + u16(type));
  }

  /** Ethernet with a length, or the type of those that are too long for one. */
  Layers ethernetWithLength() {
    int length = wire + 8;
    String field = u16(length <= LONGEST_LENGTH ? length : 0x8870);
    return before(BRIDGED, 0, MACS + field + SNAP + u16(type));
  }

  Layers vlan(int tag, int id) {
    return before(tag, 0, u16(id) + u16(type));
  }

  /** Backbone bridging (802.1ah): an Ethernet frame behind its service's identifier. */
  Layers service() {
    return before(0x88e7, 0, "00000007");
  }

  /** A label stack of two. */
  Layers mpls() {
    return mpls(1000);
  }

  /** A label stack of two, the lower of which is given. */
  Layers mpls(int label) {
    return before(0x8847, 137, "00100040" + "%05x140".formatted(label));
  }

  /** The control word of a pseudowire, which MPLS comes before. */
  Layers controlWord() {
    return before(BRIDGED, 0, "00000000");
  }

  Layers pppoe() {
    return before(0x8864, 0, "1100 0001" + u16(wire + 2) + ppp());
  }

  private String ppp() {
    return switch (type) {
      case IPV4 -> "0021";
      case IPV6 -> "0057";
      default -> "0281";
    };
  }

  // ---- other links -----------------------------------------------------------------------------

  Layers sll() {
    return before("0000 0001 0006 020000000001 0000" + u16(type));
  }

  Layers sll2() {
    return before(u16(type) + "0000 00000002 0001 00 06 0200000000010000");
  }

  /** The address family of macOS, as a little-endian host writes it. */
  Layers loopback(boolean swapped) {
    int family = type == IPV4 ? 2 : 30;
    return before(swapped ? swapped(family) : "%08x".formatted(family));
  }

  Layers serial() {
    return before("ff03" + ppp());
  }

  Layers serialWithDirection() {
    return before("01 ff03" + ppp());
  }

  /** PPP of which all is left out that may be. */
  Layers serialInShort() {
    return before(ppp().substring(2));
  }

  Layers ciscoHdlc() {
    return before("0f00" + u16(type));
  }

  /** Apple's header of 108 octets before a frame of that link type. */
  Layers pktap(int linkType) {
    String head = swapped(108) + swapped(1) + swapped(linkType);
    String name = "656e3000" + "00".repeat(20);
    return before(head + name + swapped(2) + "00".repeat(108 - 40));
  }

  /** 802.11 data from a station to the network. */
  Layers wifi() {
    return before("0801 3000 020000000002 020000000001 020000000003 1000" + SNAP + u16(type));
  }

  /** 802.11 quality-of-service data between two access points, with HT control. */
  Layers wifiOfFourAddresses() {
    return before(
        "8883 3000 020000000002 020000000001 020000000003 1000 020000000004 0000 00000000"
            + SNAP
            + u16(type));
  }

  /** Radiotap with a time and flags, which say that there is no frame check sequence. */
  Layers radiotap() {
    return before("0000 1100 03000000 0000000000000001 00");
  }

  // ---- tunnels ---------------------------------------------------------------------------------

  Layers ipv4() {
    String digits = "4500" + u16(wire + 20) + "0001 4000 40 %02x".formatted(protocol);
    String addresses = "c0000201 c0000202";
    Octets bare = Octets.ofHex(digits + "0000" + addresses);
    int sum = InternetChecksum.complement(InternetChecksum.sum(bare.toArray(), 0, bare.length()));
    return before(IPV4, 4, digits + u16(sum) + addresses);
  }

  Layers ipv6() {
    String addresses = "20010db8000000000000000000000008 20010db8000000000000000000000009";
    return before(IPV6, 41, "60000000" + u16(wire) + "%02x 40".formatted(protocol) + addresses);
  }

  /** IPv6 from a Teredo client, without its own datagram. */
  Layers teredoIpv6() {
    String addresses = "20010000c0000201 0000 3ffe 3ffffdfd 20010db8000000000000000000000009";
    return before(IPV6, 41, "60000000" + u16(wire) + "%02x 40".formatted(protocol) + addresses);
  }

  Layers udp(int port) {
    return before(0, 17, "c001" + u16(port) + u16(wire + 8) + "0000");
  }

  Layers gre() {
    return before(0, 47, "0000" + u16(type));
  }

  /** GRE with a key; Ethernet in it is NVGRE. */
  Layers greWithKey() {
    return before(0, 47, "2000" + u16(type) + "00000701");
  }

  /** GRE with a key and a sequence number. */
  Layers greWithNumber() {
    return before(0, 47, "3000" + u16(type) + "00000007 00000001");
  }

  /** Ethernet as a switch mirrors it. */
  Layers erspan() {
    return before(0, 47, "1000 88be 00000001 1001000100000000");
  }

  /** PPP in the GRE of PPTP. */
  Layers pptp() {
    String framed = "ff03" + ppp();
    return before(0, 47, "3001 880b" + u16(wire + 4) + "0001 00000001" + framed);
  }

  Layers vxlan() {
    return before(0, 0, "0800000000000700");
  }

  /** Geneve with an option of eight octets. */
  Layers geneve() {
    return before(0, 0, "0200" + u16(type) + "00000700" + "0102800100000000");
  }

  Layers gtp() {
    return before(0, 0, "30ff" + u16(wire) + "00000007");
  }

  /** GTP-U with a sequence number and the session container of 5G. */
  Layers gtpOfSession() {
    return before(0, 0, "36ff" + u16(wire + 8) + "00000007 0001 00 85 01100900");
  }

  /** Teredo with an authentication and an origin indication. */
  Layers teredo() {
    return before(0, 0, "0001 0000 0000000000000000 00" + "0000 ffff 3ffffdfe");
  }
}
