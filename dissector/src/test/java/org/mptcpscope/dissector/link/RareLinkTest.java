package org.mptcpscope.dissector.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mptcpscope.dissector.Native;

/** 802.11, PPP, PKTAP, MPLS and the rarer parts of Ethernet, octet by octet. */
class RareLinkTest {
  private static final String TCP = "0400 0050 00000001 00000000 6002 ffff 8035 0000 020405b4";
  private static final String V4 = "4500 002c 1234 4000 40 06 1496 0a000001 0a000002" + TCP;
  private static final String MACS = "020000000002 020000000001";
  private static final String SNAP = "aaaa03000000 0800";
  private static final String BASIC = "3000 020000000002 020000000001 020000000003";

  private final FrameView frame = new FrameView();

  // ---- 802.11 ----------------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource({
    "0801, '', TCP, data to the network",
    "0802, '', TCP, data from the network",
    "0800, '', TCP, data without one",
    "0803, 020000000004, TCP, data between two",
    "2801, '', TCP, data and an acknowledgment of contention-free access",
    "8801, 0000, TCP, quality of service",
    "8803, 0200000000040000, TCP, quality of service between two",
    "8881, 000000000000, TCP, with HT control",
    "0881, '', TCP, the same bit without quality of service is an order",
    "8809, 0000, TCP, repeated",
    "4801, '', OTHER, no data",
    "c801, 0000, OTHER, no data of quality of service",
    "8000, '', OTHER, a beacon",
    "b400, '', OTHER, a request to send",
    "0901, '', OTHER, another version",
    "0841, '', PROTECTED_WIFI, encrypted",
    "8841, 0000, PROTECTED_WIFI, encrypted",
    "8801, 8000, AGGREGATED_WIFI, several packets",
    "0805, '', FRAGMENTED_WIFI, the first fragment"
  })
  void dataFramesAreRead(String control, String more, String outcome, String why) {
    String frame = control + BASIC + "1000" + more + SNAP + V4;
    expect(Native.hex(frame), LinkType.IEEE802_11, outcome, why);
    expect(Native.hex("0000 0800 00000000", frame), LinkType.IEEE802_11_RADIOTAP, outcome, why);
  }

  @Test
  void laterFragmentsHaveANumber() {
    String later = "0801" + BASIC + "1100" + SNAP + V4;
    expect(Native.hex(later), LinkType.IEEE802_11, "FRAGMENTED_WIFI", "fragment 1");
  }

  @ParameterizedTest
  @CsvSource({
    "0000 0800 00000000, TCP, no field",
    "0000 0900 02000000 10, TCP, a check sequence",
    "0000 0900 02000000 50, DAMAGED_WIFI, a wrong one",
    "0000 1100 03000000 0000000000000001 50, DAMAGED_WIFI, behind a time",
    "0000 1900 030000a0 01000000 00000000 0000000000000001 50, DAMAGED_WIFI, two present words",
    "0000 2100 030000a0 000000a0 01000000 0000000000000000 00000001 50, TCP, misplaced",
    "0000 0900 04000000 ff, TCP, a rate is no flag",
    "0000 0800 02000000, TCP, a field that is not there",
    "0000 0800 ffffffff, TCP, present words without end",
    "0000 0700 00000000, MALFORMED, too short",
    "0100 0800 00000000, MALFORMED, another version"
  })
  void radiotapIsSkippedAndItsFlagsAreHeard(String header, String outcome, String why) {
    String octets = header.replace(" ", "");
    int length = Integer.parseInt(octets.substring(4, 6), 16);
    String whole = octets + "00".repeat(Math.max(0, length - octets.length() / 2));
    MemorySegment frame = Native.hex(whole, "0801", BASIC, "1000", SNAP, V4, "deadbeef");
    expect(frame, LinkType.IEEE802_11_RADIOTAP, outcome, why);
  }

  @Test
  void aHeaderMayBePadded() {
    String padded = "0000 0900 02000000 20";
    MemorySegment frame = Native.hex(padded, "8801", BASIC, "1000 0000 0000", SNAP, V4);
    expect(frame, LinkType.IEEE802_11_RADIOTAP, "TCP", "26 octets become 28");
  }

  /** What a station sent, what the access point made of it, and the same once more. */
  @Test
  void copiesOnTheAirHaveDifferentPlaces() {
    int[] places = new int[3];
    int i = 0;
    for (String control : new String[] {"0801", "0802", "0809"}) {
      expect(Native.hex(control, BASIC, "1000", SNAP, V4), LinkType.IEEE802_11, "TCP", control);
      places[i++] = frame.place();
    }
    assertThat(places).doesNotHaveDuplicates();
  }

  // ---- PPP -------------------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource({
    "9, ff03 0021, TCP, framed",
    "9, 0021, TCP, bare",
    "9, 21, TCP, in short",
    "9, ff03 0281 00007140, TCP, MPLS",
    "9, ff03 c021, OTHER, link control",
    "9, ff03 8021, OTHER, network control",
    "9, ff03 003d c0000001, PACKED_PPP, multilink",
    "9, ff03 00fd, PACKED_PPP, compressed",
    "9, fd, PACKED_PPP, compressed in short",
    "9, ff03 002d, PACKED_PPP, compressed headers",
    "50, ff03 0021, TCP, on a line",
    "50, 0f00 0800, TCP, Cisco",
    "50, 8f00 0800, TCP, Cisco to all",
    "50, 8f00 8035, OTHER, Cisco keepalive",
    "51, 1100 0001 002e 0021, TCP, without Ethernet",
    "51, 1200 0001 002e 0021, MALFORMED, another type",
    "51, 1109 0001 002e 0021, MALFORMED, discovery",
    "104, 0f00 0800, TCP, Cisco",
    "204, 00 ff03 0021, TCP, received",
    "204, 01 ff03 0021, TCP, sent"
  })
  void pppIsRead(int linkType, String header, String outcome, String why) {
    expect(Native.hex(header, V4), linkType, outcome, why);
    if (linkType == LinkType.PPP_WITH_DIRECTION) {
      assertThat(frame.direction())
          .isEqualTo(why.equals("sent") ? Direction.OUTGOING : Direction.INCOMING);
    }
  }

  // ---- PKTAP -----------------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource({
    "6c000000, 01000000, 01000000, 01, TCP, INCOMING, Ethernet",
    "6c000000, 01000000, 0c000000, 02, TCP, OUTGOING, a tunnel",
    "6c000000, 01000000, 00000000, 00, TCP, UNKNOWN, loopback",
    "6c000000, 01000000, 69000000, 03, TCP, UNKNOWN, 802.11",
    "6c000000, 02000000, 01000000, 01, OTHER, UNKNOWN, no packet",
    "6c000000, 01000000, 02010000, 01, PKTAP_LINK, INCOMING, in itself",
    "6c000000, 01000000, ff000000, 01, PKTAP_LINK, INCOMING, of Bluetooth",
    "04000000, 01000000, 01000000, 01, MALFORMED, UNKNOWN, too short",
    "ffffffff, 01000000, 01000000, 01, MALFORMED, UNKNOWN, too long"
  })
  void pktapTellsTheLinkType(
      String length,
      String record,
      String type,
      String flags,
      String outcome,
      Direction way,
      String why) {
    String inner =
        switch (type) {
          case "01000000" -> MACS + "0800";
          case "00000000" -> "02000000";
          case "69000000" -> "0801" + BASIC + "1000" + SNAP;
          default -> "";
        };
    String name = "656e3000" + "00".repeat(20);
    String header = length + record + type + name + flags + "000000" + "00".repeat(68);
    expect(Native.hex(header, inner, V4), LinkType.PKTAP, outcome, why);
    assertThat(frame.direction()).as(why).isEqualTo(way);
  }

  // ---- Ethernet --------------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource({
    "0034 aaaa03000000 0800, TCP, a length",
    "0034 aaaa030000f8 0800, TCP, over a bridge",
    "8870 aaaa03000000 0800, TCP, too long for a length",
    "0034 aaaa0300000c 2000, OTHER, of a vendor",
    "0034 42420300 00000000, OTHER, spanning tree",
    "0034 aaaa03000000 0034, OTHER, a length in a length",
    "8847 003e8140, TCP, a label",
    "8847 00010000 003e8140, TCP, two labels",
    "8848 003e8140, TCP, from above",
    "8847 00000140 020000000002 020000000001 0800, TCP, Ethernet",
    "8847 00000140 00000000 020000000002 020000000001 0800, TCP, behind a control word",
    "8847 00000140 00000000 020000000002 020000000001 8100 0007 0800, TCP, tagged",
    "8847 00000140 420000000002 020000000001 0800, TCP, an address that begins as IPv4",
    "8847 00000140 620000000002 020000000001 0800, TCP, an address that begins as IPv6",
    "8847 00000140 00000000 020000000002 020000000001 0806, OTHER, ARP",
    "8847 00000140 10000000, OTHER, an associated channel",
    "8847 00000140 00000000 020000000002 020000000001 4242, MPLS_PAYLOAD, who knows",
    "8847 00000140 24, MPLS_PAYLOAD, who knows",
    "8864 1100 0001 002e 0021, TCP, PPPoE",
    "8863 1109 0000 0004 01010000, OTHER, its discovery",
    "88e5 20 00 00000001 0200000000010001 0800, TCP, integrity only",
    "88e5 00 00 00000001 0800, TCP, without a channel",
    "88e5 2c 00 00000001 0200000000010001 0800, MACSEC, encrypted",
    "88e7 00000007 020000000002 020000000001 0800, TCP, a backbone",
    "88cc 02, OTHER, neighbours"
  })
  void whatEthernetCarries(String type, String outcome, String why) {
    expect(Native.hex(MACS, type, V4), LinkType.ETHERNET, outcome, why);
  }

  @Test
  void reasonsAndLinkTypesHaveWords() {
    for (NotRead why : NotRead.values()) {
      assertThat(why.count(1)).startsWith("1 ").doesNotEndWith("s");
      assertThat(why.count(20)).startsWith("20 ");
      assertThat(why.count(20).substring(3)).isNotEqualTo(why.count(1).substring(2));
    }
    assertThat(LinkType.name(LinkType.PKTAP)).isEqualTo("PKTAP");
    assertThat(LinkType.isKnown(149)).isFalse();
  }

  private void expect(MemorySegment octets, int linkType, String outcome, String why) {
    int length = (int) octets.byteSize();
    Outcome found = frame.wrap(octets, 0, length, length, linkType);
    String name = found == Outcome.NOT_READ ? frame.notRead().name() : found.name();
    assertThat(name).as(why).isEqualTo(outcome);
    if (found == Outcome.TCP) {
      assertThat(frame.ipPayloadLength()).isEqualTo(24);
      assertThat(frame.tunnels()).isZero();
    }
  }
}
