package org.mptcpscope.dissector.mptcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mptcpscope.dissector.Native;

class DssViewTest {
  private final DssView view = new DssView();

  @Test
  void readsAllThatAnOptionCanHave() {
    wrap("1e1c 200f 1112131415161718 0102030405060708 80000001 fffe abcd");
    assertThat(view.offset()).isEqualTo(3);
    assertThat(view.flags()).isEqualTo(0xf);
    assertThat(view.hasDataAck() && view.dataAckWide()).isTrue();
    assertThat(view.dataAck()).isEqualTo(0x1112131415161718L);
    assertThat(view.hasMapping() && view.dsnWide()).isTrue();
    assertThat(view.dsn()).isEqualTo(0x0102030405060708L);
    assertThat(view.ssn()).isEqualTo(0x80000001);
    assertThat(view.dataLength()).isEqualTo(0xfffe);
    assertThat(view.hasChecksum()).isTrue();
    assertThat(view.checksum()).isEqualTo(0xabcd);
    assertThat(view.dataFin() || view.hasReservedBits()).isFalse();
  }

  @Test
  void whatIsAbsentIsAbsentAgain() {
    wrap("1e1c 200f 1112131415161718 0102030405060708 80000001 fffe abcd");
    wrap("1e08 2001 ffffffff");
    assertThat(view.dataAck()).isEqualTo(0xffffffffL);
    assertThat(view.dataAckWide() || view.hasMapping() || view.dsnWide()).isFalse();
    assertThat(view.dsn()).isZero();
    assertThat(view.ssn()).isZero();
    assertThat(view.dataLength()).isEqualTo(-1);
    assertThat(view.checksum()).isEqualTo(-1);
    assertThat(view.hasChecksum()).isFalse();
    wrap("1e10 2014 ffffffff 00000001 0001 0000");
    assertThat(view.hasDataAck()).isFalse();
    assertThat(view.dataAck()).isZero();
    assertThat(view.dsn()).isEqualTo(0xffffffffL);
    assertThat(view.dsnWide()).isFalse();
    assertThat(view.hasChecksum()).isTrue();
    assertThat(view.dataFin()).isTrue();
    assertThat(Dss.of(view).dataFin()).isTrue();
  }

  @Test
  void widthsCountOnlyWithWhatTheyMeasure() {
    wrap("1e04 200a");
    assertThat(view.dataAckWide() || view.dsnWide()).isFalse();
    assertThat(Dss.of(view).dataFin()).isFalse();
  }

  @Test
  void reservedBitsAreInTwoOctets() {
    for (String hex : new String[] {"1e04 2100", "1e04 2800", "1e04 2020", "1e04 2080"}) {
      wrap(hex);
      assertThat(view.hasReservedBits()).isTrue();
    }
    wrap("1e04 201f".replace("1f", "10"));
    assertThat(view.hasReservedBits()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e03 20", "1e07 2001 000000", "1e0a 2001 00000000 0000", "1e04 2004"})
  void refusesALengthThatTheFlagsDoNotHave(String hex) {
    MemorySegment octets = Native.hex(hex);
    assertThat(view.wrap(octets, 0, (int) octets.byteSize())).isFalse();
  }

  private void wrap(String hex) {
    MemorySegment octets = Native.hex("ffffff", hex);
    assertThat(view.wrap(octets, 3, (int) octets.byteSize() - 3)).isTrue();
    assertThat(view.wrap(octets, 3, (int) octets.byteSize() - 2)).isFalse();
    assertThat(view.wrap(octets, 3, (int) octets.byteSize() - 3)).isTrue();
  }
}
