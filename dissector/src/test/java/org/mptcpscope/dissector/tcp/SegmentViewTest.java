package org.mptcpscope.dissector.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mptcpscope.dissector.Native;
import org.mptcpscope.dissector.link.FrameView;
import org.mptcpscope.dissector.link.LinkType;
import org.mptcpscope.dissector.link.Outcome;

class SegmentViewTest {
  private static final String PACKET =
      "4500 0033 1234 4000 40 06 0000 0a000001 0a000002"
          + "0400 0050 80000001 90000002 7139 0102 %s 0007 0101 0303 0400 0000 0102030405060708090a0b";

  private final FrameView frame = new FrameView();
  private final SegmentView segment = new SegmentView();

  @Test
  void readsEachField() {
    wrap("0000");
    assertThat(segment.srcPort()).isEqualTo(1024);
    assertThat(segment.dstPort()).isEqualTo(80);
    assertThat(segment.seq()).isEqualTo(0x80000001);
    assertThat(segment.ack()).isEqualTo(0x90000002);
    assertThat(segment.flags()).isEqualTo(0x139);
    assertThat(segment.isFin() && segment.isAck() && segment.isPsh() && segment.isUrg()).isTrue();
    assertThat(segment.isSyn() || segment.isRst()).isFalse();
    assertThat(segment.window()).isEqualTo(0x102);
    assertThat(segment.urgentPointer()).isEqualTo(7);
    assertThat(segment.headerLength()).isEqualTo(28);
    assertThat(segment.optionsOffset()).isEqualTo(40);
    assertThat(segment.optionsLength()).isEqualTo(8);
    assertThat(segment.payloadOffset()).isEqualTo(48);
    assertThat(segment.payloadLength()).isEqualTo(3);
    assertThat(segment.payloadCaptured()).isEqualTo(3);
    assertThat(segment.headerComplete()).isTrue();
  }

  /** 0x593b is the checksum that Wireshark expects. */
  @ParameterizedTest
  @CsvSource({"593b, true, false", "593c, false, false", "1428, false, true", "1409, false, true"})
  void tellsGoodFromBadFromPartialChecksums(String checksum, boolean good, boolean partial) {
    wrap(checksum);
    assertThat(segment.checksumGood(frame)).isEqualTo(good);
    assertThat(segment.checksumPartial(frame)).isEqualTo(partial);
  }

  @Test
  void aCutSegmentHasNoChecksum() {
    MemorySegment octets = Native.hex(PACKET.formatted("593b")).asSlice(0, 50);
    frame.wrap(octets, 0, 50, 51, LinkType.RAW);
    assertThat(segment.wrap(frame)).isTrue();
    assertThat(segment.payloadLength()).isEqualTo(3);
    assertThat(segment.payloadCaptured()).isEqualTo(2);
    assertThat(segment.checksumVerifiable(frame)).isFalse();
    assertThat(segment.checksumGood(frame)).isFalse();
  }

  @Test
  void aCutHeaderKeepsTheOptionsItHas() {
    MemorySegment octets = Native.hex(PACKET.formatted("593b")).asSlice(0, 45);
    frame.wrap(octets, 0, 45, 51, LinkType.RAW);
    assertThat(segment.wrap(frame)).isTrue();
    assertThat(segment.headerComplete()).isFalse();
    assertThat(segment.optionsLength()).isEqualTo(8);
    assertThat(segment.optionsCaptured()).isEqualTo(5);
    assertThat(segment.payloadCaptured()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"4, 20, 20", "5, 19, 20", "5, 20, 19", "6, 20, 20", "15, 59, 59"})
  void refusesWhatIsNoHeader(int dataOffset, int captured, int length) {
    byte[] octets = new byte[60];
    octets[12] = (byte) (dataOffset << 4);
    assertThat(segment.wrap(Native.of(octets), 0, captured, length)).isFalse();
    octets[12] = 0x50;
    assertThat(segment.wrap(Native.of(octets), 0, 20, 20)).isTrue();
  }

  @Test
  void ordersSequenceNumbersAcrossTheWrap() {
    assertThat(Seq32.less(0xfffffff0, 0x10)).isTrue();
    assertThat(Seq32.less(0x10, 0xfffffff0)).isFalse();
    assertThat(Seq32.less(7, 7)).isFalse();
    assertThat(Seq32.lessOrEqual(7, 7)).isTrue();
    assertThat(Seq32.lessOrEqual(0x10, 0xfffffff0)).isFalse();
    assertThat(Seq32.compare(1, -1)).isEqualTo(1);
    assertThat(Seq32.compare(7, 7)).isZero();
    assertThat(Seq32.compare(0x7fffffff, 0x80000000)).isNegative();
    assertThat(Seq32.max(0xfffffff0, 0x10)).isEqualTo(0x10);
    assertThat(Seq32.min(0xfffffff0, 0x10)).isEqualTo(0xfffffff0);
    assertThat(Seq32.diff(0x10, 0xfffffff0)).isEqualTo(0x20);
  }

  @Test
  void eachFlagIsOneBit() {
    byte[] octets = new byte[20];
    for (int bit = 0; bit < 9; bit++) {
      octets[12] = (byte) (0x50 | 1 << bit >> 8);
      octets[13] = (byte) (1 << bit);
      assertThat(segment.wrap(Native.of(octets), 0, 20, 20)).isTrue();
      assertThat(segment.flags()).isEqualTo(1 << bit);
      assertThat(segment.isFin()).isEqualTo(bit == 0);
      assertThat(segment.isSyn()).isEqualTo(bit == 1);
      assertThat(segment.isRst()).isEqualTo(bit == 2);
      assertThat(segment.isPsh()).isEqualTo(bit == 3);
      assertThat(segment.isAck()).isEqualTo(bit == 4);
      assertThat(segment.isUrg()).isEqualTo(bit == 5);
    }
  }

  /** The first is the checksum that Wireshark expects. */
  @Test
  void theChecksumOfIpv6CoversItsAddresses() {
    String packet =
        "60000000 0014 06 40 20010db8000000000000000000000001 20010db8000000000000000000000002"
            + "0400 0050 00000001 00000000 5002 ffff ";
    for (String checksum : new String[] {"501d", "501c"}) {
      MemorySegment octets = Native.hex("ffff", packet, checksum, "0000");
      assertThat(frame.wrap(octets, 2, 60, 60, LinkType.RAW)).isEqualTo(Outcome.TCP);
      assertThat(segment.wrap(frame)).isTrue();
      assertThat(segment.offset()).isEqualTo(42);
      assertThat(segment.length()).isEqualTo(20);
      assertThat(segment.headerComplete()).isTrue();
      assertThat(segment.checksumGood(frame)).isEqualTo(checksum.equals("501d"));
    }
  }

  private void wrap(String checksum) {
    MemorySegment octets = Native.hex(PACKET.formatted(checksum)).asSlice(0, 51);
    assertThat(frame.wrap(octets, 0, 51, 51, LinkType.RAW)).isEqualTo(Outcome.TCP);
    assertThat(segment.wrap(frame)).isTrue();
  }
}
