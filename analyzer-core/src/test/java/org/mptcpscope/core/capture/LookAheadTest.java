package org.mptcpscope.core.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LookAheadTest {
  private static final long SECOND = LookAhead.NANOS;

  private final LookAhead ahead = new LookAhead();
  private int added;

  @Test
  void holdsFramesBackForOneSecond() {
    add(0);
    add(SECOND - 1);
    assertThat(ahead.isDue()).isFalse();
    add(SECOND);
    assertThat(ahead.isDue()).isTrue();
    assertThat(ahead.number(ahead.poll())).isEqualTo(1);
    assertThat(ahead.isDue()).isFalse();
  }

  @Test
  void holdsFramesBackUntilItIsFull() {
    for (int i = 0; i < LookAhead.FRAMES; i++) {
      assertThat(ahead.isDue()).isFalse();
      add(0);
    }
    assertThat(ahead.isDue()).isTrue();
  }

  @Test
  void aStepBackOfMoreThanTheLookAheadIsBehind() {
    add(5 * SECOND);
    assertThat(ahead.isBehind(4 * SECOND)).isFalse();
    assertThat(ahead.isBehind(4 * SECOND - 1)).isTrue();
    ahead.poll();
    ahead.restart();
    assertThat(ahead.isBehind(0)).isFalse();
  }

  @Test
  void sortsAsAStableSortDoes() {
    Random random = new Random(1);
    for (int round = 0; round < 50; round++) {
      List<long[]> frames = new ArrayList<>();
      int size = random.nextInt(1, 300);
      for (int i = 0; i < size; i++) {
        frames.add(new long[] {random.nextInt(40), ++added});
      }
      frames.forEach(frame -> put(frame[0], (int) frame[1]));
      List<Long> delivered = new ArrayList<>();
      while (!ahead.isEmpty()) {
        delivered.add((long) ahead.number(ahead.poll()));
      }
      frames.sort(Comparator.comparingLong(frame -> frame[0]));
      assertThat(delivered).isEqualTo(frames.stream().map(frame -> frame[1]).toList());
      ahead.restart();
    }
  }

  @Test
  void isFilledAndEmptiedForEver() {
    for (int i = 0; i < 5 * LookAhead.FRAMES; i++) {
      add(i % 2 == 0 ? i : i - 3);
      if (ahead.isDue()) {
        ahead.poll();
      }
    }
    long last = Long.MIN_VALUE;
    int left = 0;
    while (!ahead.isEmpty()) {
      long time = ahead.time(ahead.poll());
      assertThat(time).isGreaterThanOrEqualTo(last);
      last = time;
      left++;
    }
    assertThat(left).isEqualTo(LookAhead.FRAMES - 1);
    assertThat(ahead.moved()).isGreaterThan(LookAhead.FRAMES);
  }

  private void add(long time) {
    put(time, ++added);
  }

  private void put(long time, int number) {
    ahead.add(time, number * 100L, number, 1, 2, 3, 4, 1);
  }
}
