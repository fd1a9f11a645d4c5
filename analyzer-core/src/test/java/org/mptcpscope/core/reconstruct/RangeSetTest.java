package org.mptcpscope.core.reconstruct;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RangeSetTest {
  private final RangeSet set = new RangeSet(RangeSet.Overflow.FILL_OLDEST);

  @Test
  void growsAtItsEnd() {
    assertThat(set.add(10, 20)).isEqualTo(10);
    assertThat(set.add(20, 30)).isEqualTo(10);
    assertThat(set.add(25, 35)).isEqualTo(5);
    assertThat(set.size()).isEqualTo(1);
    assertThat(set.last()).isEqualTo(35);
    assertThat(set.total()).isEqualTo(25);
  }

  @Test
  void emptyAndReversedRangesAddNothing() {
    assertThat(set.add(5, 5)).isZero();
    assertThat(set.add(6, 5)).isZero();
    assertThat(set.isEmpty()).isTrue();
  }

  @Test
  void removingFromTheMiddleSplits() {
    set.add(0, 100);
    assertThat(set.remove(40, 60)).isEqualTo(20);
    assertThat(set.size()).isEqualTo(2);
    assertThat(set.end(0)).isEqualTo(40);
    assertThat(set.start(1)).isEqualTo(60);
    assertThat(set.containsAll(0, 40)).isTrue();
    assertThat(set.containsAll(39, 41)).isFalse();
  }

  @Test
  void fillOfTheOldestHoleKeepsTheCap() {
    for (int i = 0; i <= RangeSet.CAP; i++) {
      set.add(i * 10L, i * 10L + 1);
    }
    assertThat(set.size()).isEqualTo(RangeSet.CAP);
    assertThat(set.overflowed()).isTrue();
    assertThat(set.start(0)).isZero();
    assertThat(set.end(0)).isEqualTo(11);
  }

  @Test
  void droppingTheOldestKeepsTheCap() {
    RangeSet dropping = new RangeSet(RangeSet.Overflow.DROP_OLDEST);
    for (int i = 0; i <= RangeSet.CAP; i++) {
      dropping.add(i * 10L, i * 10L + 1);
    }
    assertThat(dropping.size()).isEqualTo(RangeSet.CAP);
    assertThat(dropping.start(0)).isEqualTo(10);
    assertThat(dropping.total()).isEqualTo(RangeSet.CAP);
  }

  /** Against a bit set, at ordinary numbers, around the sign change and around the wrap at 2^64. */
  @ParameterizedTest
  @ValueSource(longs = {0, Long.MAX_VALUE - 100, -100, Long.MIN_VALUE, 0xffff_ff00L})
  void behavesAsASetOfNumbers(long base) {
    Random random = new Random(base);
    for (int round = 0; round < 200; round++) {
      BitSet model = new BitSet();
      RangeSet ranges = new RangeSet(RangeSet.Overflow.FILL_OLDEST);
      for (int step = 0; step < 60; step++) {
        int from = random.nextInt(200);
        int to = from + random.nextInt(25);
        BitSet part = new BitSet();
        part.set(from, to);
        part.and(model);
        switch (random.nextInt(5)) {
          case 0 -> {
            assertThat(ranges.remove(base + from, base + to)).isEqualTo(part.cardinality());
            model.clear(from, to);
          }
          case 1 -> {
            if (random.nextInt(10) == 0) {
              ranges.dropBelow(base + from);
              model.clear(0, from);
            }
          }
          default -> {
            long fresh = ranges.add(base + from, base + to);
            assertThat(fresh).isEqualTo(to - from - part.cardinality());
            model.set(from, to);
          }
        }
        check(ranges, model, base, random);
      }
    }
  }

  private static void check(RangeSet ranges, BitSet model, long base, Random random) {
    assertThat(ranges.total()).isEqualTo(model.cardinality());
    int n = 0;
    for (int from = model.nextSetBit(0); from >= 0; n++) {
      int to = model.nextClearBit(from);
      assertThat(ranges.start(n)).isEqualTo(base + from);
      assertThat(ranges.end(n)).isEqualTo(base + to);
      from = model.nextSetBit(to);
    }
    assertThat(ranges.size()).isEqualTo(n);
    int from = random.nextInt(220);
    int to = from + 1 + random.nextInt(30);
    BitSet part = new BitSet();
    part.set(from, to);
    part.and(model);
    assertThat(ranges.covered(base + from, base + to)).isEqualTo(part.cardinality());
    assertThat(ranges.contains(base + from)).isEqualTo(model.get(from));
    assertThat(ranges.containsAll(base + from, base + to))
        .isEqualTo(part.cardinality() == to - from);
    assertThat(ranges.firstMissing(base + from)).isEqualTo(base + model.nextClearBit(from));
    int next = model.nextSetBit(from);
    assertThat(ranges.firstPresent(base + from, base + to))
        .isEqualTo(base + (next < 0 ? to : Math.min(next, to)));
  }
}
