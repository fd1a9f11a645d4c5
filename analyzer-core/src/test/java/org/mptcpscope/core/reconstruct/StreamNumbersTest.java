package org.mptcpscope.core.reconstruct;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mptcpscope.core.trace.StreamRanks;

/** Numbers of streams in the order of the file, whatever the order of time. */
class StreamNumbersTest {
  @Test
  void numbersInTheOrderOfTheFileStayAsTheyAre() {
    StreamNumbers numbers = new StreamNumbers();
    for (int i = 0; i < 50_000; i++) {
      assertThat(numbers.next(2 * i + 1)).isEqualTo(i);
      numbers.seen(i, 2 * i + 2);
    }
    assertThat(numbers.isOrdered()).isTrue();
    assertThat(FileOrder.of(numbers, new StreamNumbers())).isSameAs(StreamRanks.SAME);
  }

  @Test
  void aStreamThatBeginsEarlierInTheFileComesFirst() {
    StreamNumbers numbers = new StreamNumbers();
    numbers.next(10);
    numbers.next(12);
    numbers.next(11);
    numbers.seen(1, 3);
    assertThat(numbers.isOrdered()).isFalse();
    assertThat(numbers.inFileOrder()).containsExactly(1, 0, 2);
    StreamRanks ranks = FileOrder.of(numbers, new StreamNumbers());
    assertThat(ranks.tcp(0)).isEqualTo(1);
    assertThat(ranks.mptcp(0)).isEqualTo(-1);
  }

  /** Of more streams than are kept the numbers are known as long as nothing was out of order. */
  @Test
  void tooManyOutOfOrderAreNotKnown() {
    StreamNumbers numbers = new StreamNumbers(100);
    for (int i = 0; i < 200; i++) {
      numbers.next(i + 10);
    }
    assertThat(numbers.isOrdered()).isTrue();
    numbers.seen(150, 1000);
    assertThat(numbers.isOrdered()).isTrue();
    numbers.seen(150, 5);
    assertThat(numbers.isOrdered()).isFalse();
    assertThat(FileOrder.of(numbers, new StreamNumbers()).tcp(3)).isEqualTo(-1);
    assertThat(numbers.count()).isEqualTo(200);
  }
}
