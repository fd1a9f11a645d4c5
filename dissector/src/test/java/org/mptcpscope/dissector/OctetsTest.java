package org.mptcpscope.dissector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class OctetsTest {
  private static final Octets OCTETS = Octets.ofHex("1e 0c 70 ff 0102030405");

  @Test
  void readsNumbersInNetworkByteOrder() {
    assertThat(OCTETS.length()).isEqualTo(9);
    assertThat(OCTETS.at(3)).isEqualTo(255);
    assertThat(OCTETS.u16(2)).isEqualTo(0x70ff);
    assertThat(OCTETS.u32(3)).isEqualTo(0xff010203);
    assertThat(OCTETS.i64(1)).isEqualTo(0x0c70ff0102030405L);
    assertThat(Octets.ofHex("7fffffff ffffffff").i64(0)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void equalsByValueAndNeverChanges() {
    byte[] array = {1, 2};
    Octets octets = Octets.of(array);
    array[0] = 9;
    octets.toArray()[1] = 9;
    assertThat(octets).isEqualTo(Octets.ofHex("0102")).hasSameHashCodeAs(Octets.ofHex("0102"));
    assertThat(octets).isNotEqualTo(Octets.ofHex("0103"));
    assertThat(Octets.copyOf(Native.of(octets.toArray()), 1, 1)).isEqualTo(Octets.ofHex("02"));
    assertThat(Octets.copyOf(Native.of(), 0, 0).isEmpty()).isTrue();
    assertThat(OCTETS.isEmpty()).isFalse();
  }

  @Test
  void slicesInsideOnly() {
    assertThat(OCTETS.slice(1, 3)).hasToString("0c70");
    assertThat(OCTETS.slice(9, 9)).isSameAs(Octets.EMPTY);
    assertThatThrownBy(() -> OCTETS.slice(3, 10)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> OCTETS.slice(3, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> OCTETS.slice(-1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void writesHexadecimal() {
    assertThat(OCTETS.hex()).isEqualTo("1e0c70ff0102030405");
    assertThat(OCTETS.slice(0, 3).hexSpaced()).isEqualTo("1e 0c 70");
  }

  @Test
  void flawsAreSentences() {
    assertThat(new Flaw(Flaw.Kind.AREA, 4, 12, 5).describe())
        .isEqualTo("option at octet 4 needs 12 octets, 5 are left");
    assertThat(new Flaw(Flaw.Kind.AREA, 4, 2, 1).describe())
        .isEqualTo("option length 1 at octet 4 of the options is below 2");
    assertThat(new Flaw(Flaw.Kind.LENGTH, 1, 12, 11).describe())
        .isEqualTo("length 11 where 12 would do");
  }
}
