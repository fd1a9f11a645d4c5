package org.mptcpscope.core.capture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LossesTest {
  private final Losses losses = new Losses();

  @Test
  void withoutLossNothingIsMissing() {
    losses.counted(0, 100);
    losses.caughtUp(150);
    losses.counted(0, 200);
    assertThat(losses.within(Long.MIN_VALUE, Long.MAX_VALUE)).isFalse();
  }

  @Test
  void whatIsLostLiesBetweenTheCountBeforeAndTheMomentWhenAllWasRead() {
    losses.counted(0, 100);
    losses.counted(3, 200);
    assertThat(losses.within(0, 99)).isFalse();
    assertThat(losses.within(0, 100)).isTrue();
    assertThat(losses.within(1000, 2000)).as("frames that wait may have been lost").isTrue();
    losses.caughtUp(250);
    assertThat(losses.within(250, 300)).isTrue();
    assertThat(losses.within(251, 300)).isFalse();
    assertThat(losses.within(0, 99)).isFalse();
    assertThat(losses.within(150, 160)).isTrue();
  }

  @Test
  void aCountThatGrowsAgainIsAnotherLoss() {
    losses.counted(1, 100);
    losses.caughtUp(110);
    losses.counted(1, 200);
    losses.counted(1, 300);
    losses.counted(2, 400);
    losses.caughtUp(410);
    assertThat(losses.within(111, 299)).isFalse();
    assertThat(losses.within(300, 301)).isTrue();
    assertThat(losses.within(Long.MIN_VALUE, 0)).as("before the first count").isTrue();
  }

  @Test
  void countlessLossesStayBounded() {
    for (int i = 0; i < 10_000; i++) {
      losses.counted(i, 100L * i);
      losses.caughtUp(100L * i + 10);
      losses.counted(i, 100L * i + 50);
    }
    assertThat(losses.within(25, 30)).as("between the first ones").isFalse();
    assertThat(losses.within(999_000, 999_001)).isTrue();
  }
}
