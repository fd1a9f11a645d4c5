package org.mptcpscope.core.reconstruct;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mptcpscope.core.model.DataStream.Anchor;

class PromotionTest {
  private static final long IDSN = 0x1234_5678_ffff_fff0L;

  private final Promotion promotion = new Promotion();

  private long wide(long raw, long reference) {
    return promotion.promote(raw, true, reference, true, 0);
  }

  private long narrow(long raw, long reference) {
    return promotion.promote(raw & 0xffff_ffffL, false, reference, true, 0);
  }

  @Test
  void keyGivesTheHighHalfOfTheFirstNarrowNumber() {
    promotion.key(IDSN, false);
    assertThat(promotion.anchor()).isEqualTo(Anchor.KEY);
    assertThat(promotion.promote(0xffff_fff1L, false, 0, false, 0)).isEqualTo(IDSN + 1);
  }

  @Test
  void narrowNumberIsTheNearestToTheEnd() {
    promotion.key(IDSN, false);
    assertThat(narrow(5, IDSN + 10)).isEqualTo(0x1234_5679_0000_0005L);
    assertThat(narrow(0xffff_ff00L, 0x1234_5679_0000_0005L)).isEqualTo(0x1234_5678_ffff_ff00L);
  }

  @Test
  void wideNumberIsTakenAsItIs() {
    promotion.key(IDSN, false);
    assertThat(wide(IDSN + 100_000, IDSN + 1)).isEqualTo(IDSN + 100_000);
    assertThat(wide(IDSN, IDSN + 1)).isEqualTo(IDSN);
  }

  @Test
  void wideNumberWithAnImpossibleHighHalfFallsBackToItsLowHalf() {
    promotion.key(IDSN, false);
    assertThat(wide((IDSN + 50) & 0xffff_ffffL, IDSN + 1)).isEqualTo(IDSN + 50);
    assertThat(promotion.anchor()).isEqualTo(Anchor.KEY);
  }

  @Test
  void firstNumberFarFromTheKeyMovesTheAnchor() {
    promotion.key(IDSN, false);
    long elsewhere = 0x7777_0000_7000_0000L;
    assertThat(promotion.promote(elsewhere, true, 0, false, 0)).isEqualTo(elsewhere);
    assertThat(promotion.anchor()).isEqualTo(Anchor.FIRST_64);
    assertThat(wide(elsewhere + 1400, elsewhere)).isEqualTo(elsewhere + 1400);
  }

  @Test
  void wrapsAtTwoToTheSixtyFour() {
    promotion.key(-10, false);
    assertThat(wide(20, -1)).isEqualTo(20);
    assertThat(narrow(30, -1)).isEqualTo(30);
    assertThat(narrow(0xffff_fff8L, 20)).isEqualTo(-8);
  }

  @Test
  void withoutAKeyTheFirstWideNumberAnchors() {
    assertThat(promotion.anchor()).isNull();
    assertThat(promotion.promote(IDSN, true, 0, false, 0)).isEqualTo(IDSN);
    assertThat(promotion.anchor()).isEqualTo(Anchor.FIRST_64);
    assertThat(narrow(0xffff_fff8L, IDSN)).isEqualTo(IDSN + 8);
    assertThat(wide(IDSN - 70_000, IDSN)).isEqualTo(IDSN - 70_000);
  }

  @Test
  void aLaterWideNumberTellsTheHighHalfOfAllNarrowOnes() {
    assertThat(promotion.promote(0xffff_ff00L, false, 0, false, 0)).isEqualTo(0xffff_ff00L);
    assertThat(promotion.anchor()).isEqualTo(Anchor.FIRST_32);
    assertThat(wide(IDSN + 100, 0xffff_ff80L)).isEqualTo(IDSN + 100);
    assertThat(promotion.anchor()).isEqualTo(Anchor.FIRST_64);
    assertThat(0xffff_ff00L + promotion.rebased()).isEqualTo(0x1234_5678_ffff_ff00L);
  }

  @Test
  void aLateKeyTellsTheHighHalfOfNarrowNumbers() {
    promotion.promote(0xffff_fff1L, false, 0, false, 0);
    assertThat(promotion.key(IDSN, true)).isEqualTo(0x1234_5678_0000_0000L);
    assertThat(promotion.anchor()).isEqualTo(Anchor.KEY);
  }

  @Test
  void aLateKeyThatDoesNotFitIsNoAnchor() {
    promotion.promote(IDSN, true, 0, false, 0);
    assertThat(promotion.key(0x1111_1111_1111_1111L, true)).isZero();
    assertThat(promotion.anchor()).isEqualTo(Anchor.FIRST_64);
  }
}
