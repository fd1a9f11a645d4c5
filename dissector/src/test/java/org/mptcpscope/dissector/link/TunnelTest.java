package org.mptcpscope.dissector.link;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.mptcpscope.dissector.Native;
import org.mptcpscope.dissector.ip.IpAddress;
import org.mptcpscope.dissector.tcp.SegmentView;

/** Tunnels and the rarer link headers, octet by octet. */
class TunnelTest {
  private static final String TCP = "0400 0050 00000001 00000000 6002 ffff 8035 0000 020405b4";

  /** 44 octets. */
  private static final String V4 = "4500 002c 1234 4000 3f 06 1596 0a000001 0a000002" + TCP;

  private static final String TEREDO6 =
      "200100000000000000000000 00000001 20010db8000000000000000000000002";

  /** 64 octets, from a Teredo address. */
  private static final String V6 = "60000000 0018 06 3f" + TEREDO6 + TCP;

  private static final String MACS = "020000000002 020000000001";

  private final FrameView frame = new FrameView();
  private final SegmentView segment = new SegmentView();

  /** An IPv4 packet of that protocol from 192.0.2.1 to 192.0.2.2. */
  private static String ip(int protocol, String payload) {
    return "4500 %04x 0001 0000 40 %02x 0000 c0000201 c0000202"
            .formatted(20 + octets(payload), protocol)
        + payload;
  }

  private static String ip6(int protocol, String payload) {
    return "60000000 %04x %02x 40".formatted(octets(payload), protocol)
        + "20010db8000000000000000000000008 20010db8000000000000000000000009"
        + payload;
  }

  private static String udp(int port, String payload) {
    return "c001 %04x %04x 0000".formatted(port, 8 + octets(payload)) + payload;
  }

  private static int octets(String hex) {
    return hex.replace(" ", "").length() / 2;
  }

  static Stream<Arguments> tunnels() {
    String ether = MACS + "0800" + V4;
    return Stream.of(
        Arguments.of("4in4", ip(4, V4)),
        Arguments.of("6in4", ip(41, V6)),
        Arguments.of("4in6", ip6(4, V4)),
        Arguments.of("6in6", ip6(41, V6)),
        Arguments.of("GRE", ip(47, "0000 0800" + V4)),
        Arguments.of("GRE, all options", ip6(47, "b000 86dd 00000000 00000007 00000001" + V6)),
        Arguments.of("NVGRE", ip(47, "2000 6558 00000701" + ether)),
        Arguments.of("GRE, MPLS", ip(47, "0000 8847 00000040 00007140" + V4)),
        Arguments.of("ERSPAN 1", ip(47, "0000 88be" + ether)),
        Arguments.of("ERSPAN 2", ip(47, "1000 88be 00000001 1001000100000000" + ether)),
        Arguments.of(
            "ERSPAN 3", ip(47, "1000 22eb 00000001" + "2001000100000000 0000 0000" + ether)),
        Arguments.of(
            "ERSPAN 3, with a subheader",
            ip(47, "1000 22eb 00000001" + "2001000100000000 0000 0001 0000000000000000" + ether)),
        Arguments.of("WCCP", ip(47, "0000 883e 00000000" + V4)),
        Arguments.of("PPTP", ip(47, "3081 880b 00300001 00000001 00000001 ff03 0021" + V4)),
        Arguments.of("EtherIP", ip(97, "3000" + ether)),
        Arguments.of("MPLS in IP", ip(137, "00007140" + V4)),
        Arguments.of("AH", ip(51, "0404 0000 00000001 00000001 000000000000000000000000" + V4)),
        Arguments.of("VXLAN", ip(17, udp(4789, "0800000000000700" + ether))),
        Arguments.of("VXLAN, old port", ip6(17, udp(8472, "0800000000000700" + ether))),
        Arguments.of("VXLAN, group policy", ip(17, udp(4789, "8800001000000700" + ether))),
        Arguments.of("VXLAN-GPE", ip(17, udp(4790, "0c00000100000700" + V4))),
        Arguments.of("Geneve", ip(17, udp(6081, "0000655800000700" + ether))),
        Arguments.of(
            "Geneve, options",
            ip(17, udp(6081, "0340080000000700 0102800200000000 00000000" + V4))),
        Arguments.of("GTP-U", ip(17, udp(2152, "30ff002c00000007" + V4))),
        Arguments.of("GTP-U, number", ip(17, udp(2152, "32ff003000000007 00010000" + V4))),
        Arguments.of(
            "GTP-U, extension headers",
            ip(17, udp(2152, "34ff003800000007 000000 85 01100985 01100900" + V4))),
        Arguments.of("Teredo", ip(17, udp(3544, V6))),
        Arguments.of(
            "Teredo, both indications",
            ip(17, udp(3544, "0001 0000 0000000000000000 00 0000 ffff 01020304" + V6))),
        Arguments.of(
            "Teredo, authenticated",
            ip(17, udp(3544, "0001 0201 abcd ef 0000000000000000 00" + V6))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tunnels")
  void standsOnTheInnermostPacket(String name, String packet) {
    assertThat(wrap(Native.hex(packet), LinkType.RAW)).as(name).isEqualTo(Outcome.TCP);
    assertThat(frame.ipPayloadLength()).isEqualTo(24);
    assertThat(frame.ipPayloadCaptured()).isEqualTo(24);
    assertThat(frame.hopLimit()).isEqualTo(63);
    assertThat(IpAddress.of(frame.dstHigh(), frame.dstLow()).getHostAddress())
        .isEqualTo(frame.ipVersion() == 4 ? "10.0.0.2" : "2001:db8:0:0:0:0:0:2");
    assertThat(segment.wrap(frame)).isTrue();
    assertThat(segment.dstPort()).isEqualTo(80);
    assertThat(frame.tunnels()).isEqualTo(name.equals("MPLS in IP") ? 1 : frame.tunnels());
    assertThat(frame.tunnels()).isPositive();
  }

  /** Octets behind the outer packet are padding, and those cut off are not made up. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("tunnels")
  void eachCutIsTruncatedUntilTheSegmentBegins(String name, String packet) {
    byte[] whole =
        Native.hex(MACS, packet.startsWith("6") ? "86dd" : "0800", packet).toArray(JAVA_BYTE);
    for (int cut = 0; cut < whole.length; cut++) {
      MemorySegment octets = Native.of(java.util.Arrays.copyOf(whole, cut));
      Outcome outcome = frame.wrap(octets, 0, cut, whole.length, LinkType.ETHERNET);
      if (cut < whole.length - 24) {
        assertThat(outcome).as("%s cut at %d", name, cut).isEqualTo(Outcome.TRUNCATED);
      } else {
        assertThat(outcome).as("%s cut at %d", name, cut).isEqualTo(Outcome.TCP);
        assertThat(frame.ipPayloadLength()).isEqualTo(24);
        assertThat(frame.ipPayloadCaptured()).isEqualTo(cut - whole.length + 24);
      }
    }
  }

  /** The outer packet says where it ends: what is behind it may look as it likes. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("tunnels")
  void aTunnelEndsWithItsPacket(String name, String packet) {
    String shorter = packet.substring(0, packet.length() - TCP.length()).stripTrailing();
    assertThat(wrap(Native.hex(packet, TCP), LinkType.RAW)).as(name).isEqualTo(Outcome.TCP);
    assertThat(frame.ipPayloadLength()).isEqualTo(24);
    int length = octets(packet) - 24;
    String cutShort =
        packet.startsWith("45")
            ? "4500%04x".formatted(length) + packet.replace(" ", "").substring(8)
            : "60000000%04x".formatted(length - 40) + packet.replace(" ", "").substring(12);
    Outcome outcome = wrap(Native.hex(cutShort), LinkType.RAW);
    if (outcome == Outcome.TCP) {
      // The inner packet is believed where its tunnel is certain, but not beyond the outer one.
      assertThat(frame.ipPayloadCaptured()).as(name).isZero();
    }
    assertThat(shorter).isNotEmpty();
  }

  /** A port alone proves nothing. */
  @ParameterizedTest
  @CsvSource({
    "4789, 0000000000000700 020000000002 020000000001 0800, no flag I",
    "4789, 0800000100000700 020000000002 020000000001 0800, reserved bits",
    "4789, 0800000000000701 020000000002 020000000001 0800, reserved octet",
    "4789, 0800000000000700 020000000002 020000000001 0806, no IP",
    "4790, 0c00000400000700, a service header",
    "4790, 3c00000100000700, reserved bits",
    "6081, 4000080000000700, version 1",
    "6081, 0080080000000700, a control packet",
    "6081, 0000080600000700, no IP",
    "6081, 0a00080000000700, options where the packet is",
    "2152, 50ff002c00000007, version 2",
    "2152, 3001002c00000007, an echo request",
    "2152, 30ff012c00000007, longer than the datagram",
    "2152, 30ff002b00000007, shorter than the packet",
    "2152, 34ff003000000007 00000085, an extension header without length",
    "3544, 0001 0000 0000000000000000 00, no IPv6",
    "53, '', no tunnel"
  })
  void whatOnlyHasThePortIsNoTunnel(int port, String header, String why) {
    String between = why.startsWith("an extension") ? "00000000" : "";
    assertThat(wrap(Native.hex(ip(17, udp(port, header + between + V4))), LinkType.RAW))
        .as(why)
        .isEqualTo(Outcome.OTHER);
  }

  @Test
  void teredoNeedsAnAddressOfTeredoAndNothingBehindThePacket() {
    String other = V6.replace("20010000", "20010db8");
    assertThat(wrap(Native.hex(ip(17, udp(3544, other))), LinkType.RAW)).isEqualTo(Outcome.OTHER);
    assertThat(wrap(Native.hex(ip(17, udp(3544, V6 + "00"))), LinkType.RAW))
        .isEqualTo(Outcome.OTHER);
    String fromLink = V6.replace("20010000", "fe800000");
    assertThat(wrap(Native.hex(ip(17, udp(3544, fromLink))), LinkType.RAW)).isEqualTo(Outcome.TCP);
  }

  @ParameterizedTest
  @CsvSource({
    "50, 0000000100000001, ESP",
    "47, 0003 0800, GRE_PAYLOAD",
    "47, 4000 0800 00000000, GRE_PAYLOAD",
    "47, 0000 4242 00000000, GRE_PAYLOAD",
    "47, 2001 880b 00080001 ff03 0021, GRE_PAYLOAD",
    "137, 00007140 2400 0000, MPLS_PAYLOAD"
  })
  void whatIsNotReadSaysWhy(int protocol, String payload, String why) {
    String padded = payload + "00".repeat(20);
    Outcome outcome = wrap(Native.hex(ip(protocol, padded)), LinkType.RAW);
    if (payload.startsWith("2001 880b")) {
      // PPTP that acknowledges only.
      assertThat(outcome).isEqualTo(Outcome.OTHER);
      return;
    }
    assertThat(outcome).isEqualTo(Outcome.NOT_READ);
    assertThat(frame.notRead()).isEqualTo(NotRead.valueOf(why));
    assertThat(frame.notRead().count(1)).startsWith("1 ");
    assertThat(frame.notRead().count(2)).startsWith("2 ").contains("s");
  }

  @ParameterizedTest
  @CsvSource({"0, 00", "0, 00fe", "0, 0806", "0, 2001"})
  void whatGreCarriesBesideIsNoLoss(int flags, String type) {
    String payload = "%04x".formatted(flags) + "0".repeat(4 - type.length()) + type;
    assertThat(wrap(Native.hex(ip(47, payload)), LinkType.RAW)).isEqualTo(Outcome.OTHER);
  }

  @Test
  void nestingEnds() {
    String packet = V4;
    for (int depth = 1; depth <= 40; depth++) {
      packet = depth % 2 == 0 ? ip(47, "0000 0800" + packet) : ip(4, packet);
      Outcome outcome = wrap(Native.hex(packet), LinkType.RAW);
      if (depth <= FrameView.DEEPEST) {
        assertThat(outcome).as("%d tunnels", depth).isEqualTo(Outcome.TCP);
        assertThat(frame.tunnels()).isEqualTo(depth);
      } else {
        assertThat(outcome).as("%d tunnels", depth).isEqualTo(Outcome.NOT_READ);
        assertThat(frame.notRead()).isEqualTo(NotRead.TOO_DEEP);
      }
    }
  }

  /** Link headers inside each other: the longest frames must not exhaust the stack or the time. */
  @ParameterizedTest
  @CsvSource({
    "88e7 00000000 020000000002 020000000001",
    "8870 aaaa 0300 0000",
    "8847 00000140 00000000 000000000002 020000000001",
    "8847 00000140 400000000002 020000000001",
    "88e5 20 00 00000000 0000000000000000",
    "8864 1100 0001 0000 0281 00000140 00000000 020000000002 020000000001",
    "8100 0001"
  })
  void linkHeadersInsideEachOtherEnd(String header) {
    MemorySegment octets = Native.hex(MACS, header.repeat(100_000 / octets(header)), "0800", V4);
    assertThat(wrap(octets, LinkType.ETHERNET)).isIn(Outcome.NOT_READ, Outcome.TCP, Outcome.OTHER);
  }

  @Test
  void aFragmentOfATunnelIsAFragment() {
    String vxlan = udp(4789, "0800000000000700" + MACS + "0800" + V4);
    String first = ip(17, vxlan).replace("0001 0000 40", "0001 2000 40");
    assertThat(wrap(Native.hex(first), LinkType.RAW)).isEqualTo(Outcome.FRAGMENT);
    assertThat(frame.protocol()).isEqualTo(17);
    assertThat(frame.mayCarryTcp()).isTrue();
    String later = ip(17, "00".repeat(16)).replace("0001 0000 40", "0001 0008 40");
    assertThat(wrap(Native.hex(later), LinkType.RAW)).isEqualTo(Outcome.FRAGMENT);
    assertThat(frame.mayCarryTcp()).isFalse();
    String dns = ip(17, udp(53, "00".repeat(16))).replace("0001 0000 40", "0001 2000 40");
    assertThat(wrap(Native.hex(dns), LinkType.RAW)).isEqualTo(Outcome.FRAGMENT);
    assertThat(frame.mayCarryTcp()).isFalse();
    String gre = ip(47, "00".repeat(16)).replace("0001 0000 40", "0001 0008 40");
    assertThat(wrap(Native.hex(gre), LinkType.RAW)).isEqualTo(Outcome.FRAGMENT);
    assertThat(frame.mayCarryTcp()).isTrue();
    String inside = ip(4, V4.replace("1234 4000", "1234 2000"));
    assertThat(wrap(Native.hex(inside), LinkType.RAW)).isEqualTo(Outcome.FRAGMENT);
    assertThat(frame.fragmentId()).isEqualTo(0x1234);
  }

  /** Copies of one packet differ in place if they were captured at two. */
  @Test
  void theSamePacketInsideAndOutsideATunnelHasTwoPlaces() {
    String[] packets = {
      V4,
      ip(4, V4),
      ip(4, V4).replace("c0000202", "c0000203"),
      ip(47, "2000 0800 00000001" + V4),
      ip(47, "2000 0800 00000002" + V4),
      ip(17, udp(2152, "30ff002c00000007" + V4)),
      ip(17, udp(2152, "30ff002c00000008" + V4))
    };
    int[] places = new int[packets.length];
    for (int i = 0; i < packets.length; i++) {
      assertThat(wrap(Native.hex(packets[i]), LinkType.RAW)).isEqualTo(Outcome.TCP);
      places[i] = frame.place();
      wrap(Native.hex(packets[i]), LinkType.RAW);
      assertThat(frame.place()).isEqualTo(places[i]);
    }
    assertThat(places).doesNotHaveDuplicates();
  }

  private Outcome wrap(MemorySegment octets, int linkType) {
    int length = (int) octets.byteSize();
    return frame.wrap(octets, 0, length, length, linkType);
  }
}
