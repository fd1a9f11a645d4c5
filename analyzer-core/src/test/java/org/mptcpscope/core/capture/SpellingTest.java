package org.mptcpscope.core.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {
  // The first rows are the textbook's.
  @ParameterizedTest
  @CsvSource({
    "kitten, sitting, 3",
    "ca, abc, 3",
    "lnit, lint, 1",
    "'', abc, 3",
    "abc, '', 3",
    "abc, abc, 0",
  })
  void countsSlips(String from, String to, int slips) {
    assertThat(Spelling.distance(from, to)).isEqualTo(slips);
  }

  @Test
  void findsTheNearest() {
    assertThat(Spelling.nearest("lnit", List.of("dump", "lint", "list"))).contains("lint");
    assertThat(Spelling.nearest("lint", List.of("lint", "plot"))).isEmpty();
    assertThat(Spelling.nearest("ab", List.of("cd"))).isEmpty();
    assertThat(Spelling.nearest("abcdef", List.of("abcxyz"))).isEmpty();
  }
}
