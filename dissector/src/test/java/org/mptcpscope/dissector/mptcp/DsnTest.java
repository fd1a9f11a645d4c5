package org.mptcpscope.dissector.mptcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DsnTest {
  @ParameterizedTest
  @CsvSource({
    "00000001, 00000005fffffff0, 0000000600000001",
    "fffffff0, 0000000600000001, 00000005fffffff0",
    "00000010, 0000000500000001, 0000000500000010",
    "80000000, 0000000500000000, 0000000580000000",
    "80000001, 0000000500000000, 0000000480000001",
    "7fffffff, 00000005ffffffff, 000000057fffffff",
    "7ffffffe, 00000005ffffffff, 000000067ffffffe",
    "00000001, ffffffffffffffff, 0000000000000001",
    "ffffffff, 0000000000000001, ffffffffffffffff"
  })
  void promotesToTheNearest(String low, String reference, String expected) {
    long promoted =
        Dsn.promote(HexFormat.fromHexDigits(low), HexFormat.fromHexDigitsToLong(reference));
    assertThat(HexFormat.of().toHexDigits(promoted)).isEqualTo(expected);
  }

  @Test
  void ordersAcrossTheWrap() {
    assertThat(Dsn.less(-1, 1)).isTrue();
    assertThat(Dsn.less(1, -1)).isFalse();
    assertThat(Dsn.less(5, 5)).isFalse();
    assertThat(Dsn.lessOrEqual(5, 5)).isTrue();
    assertThat(Dsn.lessOrEqual(1, -1)).isFalse();
    assertThat(Dsn.compare(1, -1)).isEqualTo(1);
    assertThat(Dsn.compare(7, 7)).isZero();
    assertThat(Dsn.max(1, -1)).isEqualTo(1);
    assertThat(Dsn.max(5, 3)).isEqualTo(5);
    assertThat(Dsn.compare(Long.MAX_VALUE, Long.MIN_VALUE)).isNegative();
    assertThat(Dsn.max(Long.MAX_VALUE, Long.MIN_VALUE)).isEqualTo(Long.MIN_VALUE);
    assertThat(Dsn.min(-1, 1)).isEqualTo(-1);
    assertThat(Dsn.diff(1, -1)).isEqualTo(2);
  }
}
