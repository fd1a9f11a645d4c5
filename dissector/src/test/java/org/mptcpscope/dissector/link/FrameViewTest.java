package org.mptcpscope.dissector.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.mptcpscope.dissector.Native;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.dissector.ip.IpAddress;
import org.mptcpscope.dissector.tcp.SegmentView;

class FrameViewTest {
  /** SYN from 10.0.0.1:1024 to 10.0.0.2:80 with an MSS option; checksums right. */
  private static final String TCP = "0400 0050 00000001 00000000 6002 ffff 8035 0000 020405b4";

  private static final String V4 = "4500 002c 1234 4000 40 06 1496 0a000001 0a000002" + TCP;
  private static final String ADDRESSES6 =
      "20010db8000000000000000000000001 20010db8000000000000000000000002";
  private static final String V6 = "60000000 0018 06 3f" + ADDRESSES6 + TCP;
  private static final String MACS = "020000000002 020000000001";

  private final FrameView frame = new FrameView();
  private final SegmentView segment = new SegmentView();

  static Stream<Arguments> carriers() {
    return Stream.of(
        Arguments.of(LinkType.ETHERNET, MACS + "0800", V4),
        Arguments.of(LinkType.ETHERNET, MACS + "86dd", V6),
        Arguments.of(LinkType.ETHERNET, MACS + "8100 e07b 0800", V4),
        Arguments.of(LinkType.ETHERNET, MACS + "88a8 007b 8100 0002 86dd", V6),
        Arguments.of(LinkType.LINUX_SLL, "0000 0001 0006 020000000001 0000 0800", V4),
        Arguments.of(LinkType.LINUX_SLL, "0004 0001 0006 020000000001 0000 86dd", V6),
        Arguments.of(LinkType.LINUX_SLL2, "0800 0000 00000002 0001 04 06 0200000000010000", V4),
        Arguments.of(LinkType.LINUX_SLL2, "86dd 0000 00000002 0001 00 06 0200000000010000", V6),
        Arguments.of(LinkType.RAW, "", V4),
        Arguments.of(LinkType.RAW, "", V6),
        Arguments.of(LinkType.RAW_BSD, "", V4),
        Arguments.of(LinkType.RAW_OPENBSD, "", V6),
        Arguments.of(LinkType.IPV4, "", V4),
        Arguments.of(LinkType.IPV6, "", V6),
        Arguments.of(LinkType.NULL, "02000000", V4),
        Arguments.of(LinkType.NULL, "00000002", V4),
        Arguments.of(LinkType.NULL, "1e000000", V6),
        Arguments.of(LinkType.LOOP, "00000018", V6),
        Arguments.of(LinkType.PPP, "ff03 0021", V4),
        Arguments.of(LinkType.PPP, "57", V6));
  }

  @ParameterizedTest
  @MethodSource("carriers")
  void findsTheSegmentBehindEachLinkHeader(int linkType, String header, String packet) {
    MemorySegment octets = Native.hex(header, packet);
    int headerOctets = header.replace(" ", "").length() / 2;
    assertThat(wrap(octets, linkType)).isEqualTo(Outcome.TCP);
    assertThat(frame.ipPayloadLength()).isEqualTo(24);
    assertThat(frame.ipPayloadCaptured()).isEqualTo(24);
    assertThat(frame.protocol()).isEqualTo(FrameView.PROTOCOL_TCP);
    if (packet.equals(V4)) {
      assertThat(frame.ipVersion()).isEqualTo(4);
      assertThat(frame.ipPayloadOffset()).isEqualTo(headerOctets + 20);
      assertThat(frame.ipId()).isEqualTo(0x1234);
      assertThat(frame.hopLimit()).isEqualTo(64);
      assertThat(IpAddress.of(frame.srcHigh(), frame.srcLow()).getHostAddress())
          .isEqualTo("10.0.0.1");
      assertThat(IpAddress.of(frame.dstHigh(), frame.dstLow()).getHostAddress())
          .isEqualTo("10.0.0.2");
    } else {
      assertThat(frame.ipVersion()).isEqualTo(6);
      assertThat(frame.ipPayloadOffset()).isEqualTo(headerOctets + 40);
      assertThat(frame.ipId()).isEqualTo(-1);
      assertThat(frame.hopLimit()).isEqualTo(63);
      assertThat(IpAddress.of(frame.dstHigh(), frame.dstLow()).getHostAddress())
          .isEqualTo("2001:db8:0:0:0:0:0:2");
    }
  }

  /** Whatever is cut off, nothing behind the cut is read: the segment is exactly as long. */
  @ParameterizedTest
  @MethodSource("carriers")
  void aFrameMayLieAnywhereInItsBuffer(int linkType, String header, String packet) {
    MemorySegment alone = Native.hex(header, packet);
    assertThat(wrap(alone, linkType)).isEqualTo(Outcome.TCP);
    long source = frame.srcLow();
    long network = frame.srcHigh();
    long payload = frame.ipPayloadOffset();
    long ip = frame.ipOffset();
    int sum = frame.pseudoHeaderSum(24);
    MemorySegment among = Native.hex("ffffffffffffff", header, packet, "ffff");
    int length = (int) alone.byteSize();
    assertThat(frame.wrap(among, 7, length, length, linkType)).isEqualTo(Outcome.TCP);
    assertThat(frame.srcLow()).isEqualTo(source);
    assertThat(frame.srcHigh()).isEqualTo(network);
    assertThat(frame.ipPayloadOffset()).isEqualTo(payload + 7);
    assertThat(frame.ipOffset()).isEqualTo(ip + 7);
    assertThat(frame.ipPayloadCaptured()).isEqualTo(24);
    assertThat(frame.pseudoHeaderSum(24)).isEqualTo(sum);
    assertThat(frame.wrap(among, 7, length - 1, length, linkType)).isEqualTo(Outcome.TCP);
    assertThat(frame.ipPayloadCaptured()).isEqualTo(23);
  }

  @ParameterizedTest
  @MethodSource("carriers")
  void eachCutIsTruncatedOrLeavesTheRestCountable(int linkType, String header, String packet) {
    MemorySegment whole = Native.hex(header, packet);
    int headers = (int) whole.byteSize() - 24;
    for (int cut = 0; cut < whole.byteSize(); cut++) {
      MemorySegment octets =
          Native.of(whole.asSlice(0, cut).toArray(java.lang.foreign.ValueLayout.JAVA_BYTE));
      Outcome outcome = frame.wrap(octets, 0, cut, (int) whole.byteSize(), linkType);
      if (cut < headers) {
        assertThat(outcome).as("cut at %d", cut).isEqualTo(Outcome.TRUNCATED);
      } else {
        assertThat(outcome).isEqualTo(Outcome.TCP);
        assertThat(frame.ipPayloadLength()).isEqualTo(24);
        assertThat(frame.ipPayloadCaptured()).isEqualTo(cut - headers);
        assertThat(segment.wrap(frame)).isEqualTo(cut - headers >= 20);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0000, INCOMING",
    "0001, INCOMING",
    "0002, INCOMING",
    "0003, OTHER",
    "0004, OUTGOING",
    "0007, UNKNOWN"
  })
  void cookedHeadersTellTheDirection(String type, Direction direction) {
    wrap(Native.hex(type, "0001 0006 020000000001 0000 0800", V4), LinkType.LINUX_SLL);
    assertThat(frame.direction()).isEqualTo(direction);
    wrap(
        Native.hex("0800 0000 00000002 0001", type.substring(2), "06 0200000000010000", V4),
        LinkType.LINUX_SLL2);
    assertThat(frame.direction()).isEqualTo(direction);
  }

  @Test
  void theOutermostVlanCounts() {
    wrap(Native.hex(MACS, "88a8 e07b 8100 0002 86dd", V6), LinkType.ETHERNET);
    assertThat(frame.vlan()).isEqualTo(0x7b);
    assertThat(frame.direction()).isEqualTo(Direction.UNKNOWN);
    wrap(Native.hex(MACS, "0800", V4), LinkType.ETHERNET);
    assertThat(frame.vlan()).isEqualTo(-1);
  }

  @Test
  void paddingOfAShortFrameIsNoPayload() {
    MemorySegment octets = Native.hex(MACS, "0800", V4, "00".repeat(6));
    assertThat(wrap(octets, LinkType.ETHERNET)).isEqualTo(Outcome.TCP);
    assertThat(frame.ipPayloadLength()).isEqualTo(24);
    assertThat(frame.ipPayloadCaptured()).isEqualTo(24);
  }

  /** Segmentation offload leaves the length 0: the frame says how long the packet is. */
  @Test
  void aLengthOfZeroIsThatOfTheFrame() {
    MemorySegment v4 = Native.hex(V4.replace("4500 002c", "4500 0000"), "0102030405");
    assertThat(frame.wrap(v4, 0, (int) v4.byteSize(), 100_000, LinkType.RAW))
        .isEqualTo(Outcome.TCP);
    assertThat(frame.ipPayloadLength()).isEqualTo(100_000 - 20);
    assertThat(frame.ipPayloadCaptured()).isEqualTo(29);
    MemorySegment v6 = Native.hex(V6.replace("60000000 0018", "60000000 0000"), "0102030405");
    assertThat(frame.wrap(v6, 0, (int) v6.byteSize(), 100_000, LinkType.RAW))
        .isEqualTo(Outcome.TCP);
    assertThat(frame.ipPayloadLength()).isEqualTo(100_000 - 40);
  }

  @Test
  void optionsOfIpv4AreSkipped() {
    String options = "4600 0030 1234 4000 40 06 0000 0a000001 0a000002 94040000";
    assertThat(wrap(Native.hex(options, TCP), LinkType.RAW)).isEqualTo(Outcome.TCP);
    assertThat(frame.ipPayloadOffset()).isEqualTo(24);
    assertThat(frame.ipPayloadLength()).isEqualTo(24);
  }

  @Test
  void extensionHeadersOfIpv6AreSkipped() {
    String chain =
        "2b00 050200000100" // hop-by-hop
            + "3c02 0401 00000000 20010db8000000000000000000000009" // routing, one segment left
            + "3300 010400000000" // destination
            + "8704 0000 00000001 00000001 000000000000000000000000" // AH
            + "0600 000000000000"; // mobility
    int octets = chain.replace(" ", "").length() / 2;
    String header = "60000000 %04x 00 40".formatted(octets + 24) + ADDRESSES6;
    assertThat(wrap(Native.hex(header, chain, TCP), LinkType.RAW)).isEqualTo(Outcome.TCP);
    assertThat(frame.ipPayloadOffset()).isEqualTo(40 + octets);
    assertThat(frame.ipPayloadLength()).isEqualTo(24);
    assertThat(frame.rerouted()).isTrue();
    wrap(Native.hex(V6), LinkType.RAW);
    assertThat(frame.rerouted()).isFalse();
  }

  @Test
  void eachFragmentIsAFragmentTheFirstToo() {
    String first = V4.replace("1234 4000", "1234 2000");
    assertThat(wrap(Native.hex(first), LinkType.RAW)).isEqualTo(Outcome.FRAGMENT);
    assertThat(frame.fragmentId()).isEqualTo(0x1234);
    assertThat(frame.fragmentOffset()).isZero();
    assertThat(frame.moreFragments()).isTrue();
    assertThat(frame.protocol()).isEqualTo(6);
    String last = V4.replace("1234 4000", "1234 0003");
    assertThat(wrap(Native.hex(last), LinkType.RAW)).isEqualTo(Outcome.FRAGMENT);
    assertThat(frame.fragmentOffset()).isEqualTo(24);
    assertThat(frame.moreFragments()).isFalse();
    assertThat(wrap(Native.hex(V4), LinkType.RAW)).isEqualTo(Outcome.TCP);
  }

  @Test
  void fragmentsOfIpv6HaveTheirOwnHeader() {
    String header = "60000000 0020 2c 40" + ADDRESSES6;
    assertThat(wrap(Native.hex(header, "0600 0019 89abcdef", TCP), LinkType.RAW))
        .isEqualTo(Outcome.FRAGMENT);
    assertThat(frame.fragmentOffset()).isEqualTo(24);
    assertThat(frame.moreFragments()).isTrue();
    assertThat(frame.fragmentId()).isEqualTo(0x89abcdef);
    assertThat(frame.ipPayloadOffset()).isEqualTo(48);
    assertThat(frame.ipPayloadLength()).isEqualTo(24);
    // An atomic fragment (RFC 6946) is whole.
    assertThat(wrap(Native.hex(header, "0600 0000 89abcdef", TCP), LinkType.RAW))
        .isEqualTo(Outcome.TCP);
  }

  @Test
  void aReassembledPacketReadsAsItsFragmentsDid() {
    for (String packet :
        List.of(
            V4.replace("1234 4000", "1234 2000"),
            "60000000 0020 2c 40" + ADDRESSES6 + "0600 0001 89abcdef" + TCP)) {
      MemorySegment fragment = Native.hex(packet);
      assertThat(wrap(fragment, LinkType.RAW)).isEqualTo(Outcome.FRAGMENT);
      MemorySegment whole = Native.of(new byte[100]);
      int header = frame.writeHeader(whole, 0, 24);
      MemorySegment.copy(fragment, frame.ipPayloadOffset(), whole, header, 24);
      assertThat(Octets.copyOf(whole, 0, header))
          .isEqualTo(
              Octets.ofHex(
                  header == 20
                      ? "4500 002c 1234 0000 40 06 0000 0a000001 0a000002"
                      : "60000000 0018 06 40" + ADDRESSES6));
      long source = frame.srcLow();
      assertThat(frame.wrap(whole, 0, header + 24, header + 24, LinkType.RAW))
          .isEqualTo(Outcome.TCP);
      assertThat(frame.srcLow()).isEqualTo(source);
      assertThat(frame.ipPayloadLength()).isEqualTo(24);
      assertThat(segment.wrap(frame)).isTrue();
      assertThat(segment.dstPort()).isEqualTo(80);
    }
  }

  @Test
  void aHeaderQuotedByIcmpIsNoSegment() {
    String v4 = "4500 0048 0001 0000 40 01 0000 0a000003 0a000001 0301 0000 00000000" + V4;
    assertThat(wrap(Native.hex(v4), LinkType.RAW)).isEqualTo(Outcome.ICMP);
    String v6 = "60000000 0048 3a 40" + ADDRESSES6 + "0100 0000 00000000" + V6;
    assertThat(wrap(Native.hex(v6), LinkType.RAW)).isEqualTo(Outcome.ICMP);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 020000000002 020000000001 0806 0001, OTHER",
    "1, 020000000002 020000000001 0026 4242, OTHER",
    "101, 4500 0014 0000 0000 40 11 0000 0a000001 0a000002, OTHER",
    "101, 4400 0014 0000 0000 40 06 0000 0a000001 0a000002, MALFORMED",
    "101, 4500 0013 0000 0000 40 06 0000 0a000001 0a000002, MALFORMED",
    "101, 5500, MALFORMED",
    "228, 6500 0014 0000 0000 40 06 0000 0a000001 0a000002, MALFORMED",
    "0, 07000000 00, OTHER",
    "9, ff03 c021, OTHER",
    "147, 00, UNKNOWN_LINK",
    "-1, 00, UNKNOWN_LINK"
  })
  void whatIsNoSegment(int linkType, String octets, Outcome outcome) {
    assertThat(wrap(Native.hex(octets), linkType)).isEqualTo(outcome);
    assertThat(LinkType.isKnown(linkType)).isEqualTo(outcome != Outcome.UNKNOWN_LINK);
  }

  @Test
  void anExtensionHeaderBehindThePacketIsMalformed() {
    String header = "60000000 0008 00 40" + ADDRESSES6;
    assertThat(wrap(Native.hex(header, "06ff 000000000000", TCP), LinkType.RAW))
        .isEqualTo(Outcome.MALFORMED);
    assertThat(wrap(Native.hex(header.replace("0008", "0004"), "06ff 0000"), LinkType.RAW))
        .isEqualTo(Outcome.MALFORMED);
  }

  private Outcome wrap(MemorySegment octets, int linkType) {
    int length = (int) octets.byteSize();
    return frame.wrap(octets, 0, length, length, linkType);
  }
}
