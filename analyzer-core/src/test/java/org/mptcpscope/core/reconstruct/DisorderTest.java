package org.mptcpscope.core.reconstruct;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mptcpscope.core.model.CaptureQuality;

/** How far apart frames must stand for their order to be believed. */
class DisorderTest {
  private static final long MILLI = 1_000_000;
  private final Disorder disorder = new Disorder();

  @Test
  void nothingSeenMeansThatOrderIsKept() {
    disorder.answered(MILLI, 2 * MILLI);
    assertThat(disorder.horizon()).isZero();
  }

  @Test
  void onePairSaysLittleOfTheOthers() {
    disorder.answered(MILLI, MILLI / 2);
    assertThat(disorder.horizon()).isEqualTo(5 * MILLI);
  }

  @Test
  void manyPairsShowAboutTheWorst() {
    for (int i = 1; i <= 100; i++) {
      disorder.seen(i * 1_000L);
    }
    assertThat(disorder.horizon()).isEqualTo(200_000);
  }

  @Test
  void whatTheNetworkHeldUpIsNoDisorder() {
    disorder.overtaken(3 * MILLI);
    disorder.seen(Disorder.LONGEST + 1);
    assertThat(disorder.horizon()).isZero();
  }

  @Test
  void noHorizonIsLongerThanRulesWait() {
    disorder.seen(Disorder.LONGEST);
    assertThat(disorder.horizon()).isEqualTo(CaptureQuality.LONGEST_DISORDER);
  }
}
