package org.mptcpscope.core.reconstruct;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpareRowsTest {
  @Test
  void whatIsTakenIsBoundedAndComesBack() {
    SpareRows rows = new SpareRows();
    int taken = 0;
    while (rows.take(128)) {
      taken += 128;
    }
    assertThat(taken).isEqualTo(1 << 18);
    assertThat(rows.take(1)).isFalse();
    rows.give(128);
    assertThat(rows.take(128)).isTrue();
  }
}
