package org.mptcpscope.dissector.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mptcpscope.dissector.Native;

class OptionSummaryTest {
  private static final String DSS = "1e0c 2003 0102030405060708";

  private final SegmentView segment = new SegmentView();
  private final OptionSummary summary = new OptionSummary();

  @Test
  void findsTimestampsWhereverTheyStand() {
    scan("0101 080a 00000001 fffffffe" + DSS);
    assertThat(summary.tsVal()).isEqualTo(1);
    assertThat(summary.tsEcr()).isEqualTo(0xfffffffeL);
    assertThat(summary.mptcpOffset()).isEqualTo(32);
    assertThat(summary.mptcpLength()).isEqualTo(12);
    assertThat(summary.isBulk()).isTrue();
    scan(DSS + "080a 00000003 00000004 0101");
    assertThat(summary.tsVal()).isEqualTo(3);
    assertThat(summary.tsEcr()).isEqualTo(4);
    assertThat(summary.mptcpOffset()).isEqualTo(20);
    scan(DSS);
    assertThat(summary.tsVal()).isEqualTo(-1);
    assertThat(summary.tsEcr()).isEqualTo(-1);
  }

  @Test
  void bulkIsOneDssAndNoOtherMptcpOption() {
    scan(DSS + "1e0351 01");
    assertThat(summary.mptcpOptions()).isEqualTo(2);
    assertThat(summary.isBulk()).isFalse();
    scan("1e0351 01");
    assertThat(summary.isBulk()).isFalse();
    scan("01010101");
    assertThat(summary.mptcpOptions()).isZero();
    assertThat(summary.isBulk()).isFalse();
    scan(DSS + "1eff 0000");
    assertThat(summary.isSound()).isFalse();
    assertThat(summary.isBulk()).isFalse();
  }

  @Test
  void findsSack() {
    scan("0101 080a 00000001 00000002 0101 050a 00000001 00000002");
    assertThat(summary.sackBlocks()).isEqualTo(1);
    assertThat(summary.sackOffset()).isEqualTo(34);
    scan("0101 080a 00000001 00000002");
    assertThat(summary.sackBlocks()).isZero();
    assertThat(summary.sackOffset()).isEqualTo(-1);
  }

  private void scan(String options) {
    int words = 5 + options.replace(" ", "").length() / 8;
    String header = "0400 0050 00000001 00000001 %x010 ffff 0000 0000".formatted(words);
    var octets = Native.hex(header, options);
    int length = (int) octets.byteSize();
    assertThat(segment.wrap(octets, 0, length, length)).isTrue();
    summary.scan(segment);
  }
}
