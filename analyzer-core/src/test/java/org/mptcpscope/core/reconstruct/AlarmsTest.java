package org.mptcpscope.core.reconstruct;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Deadlines ring in order, and are forgotten with what they are about. */
class AlarmsTest {
  private final Alarms alarms = new Alarms();
  private final List<Long> rung = new ArrayList<>();

  private void ringUntil(long time) {
    while (alarms.ringNext(time)) {
      // Each call rings one.
    }
  }

  @Test
  void ringInOrderOfTimeThenOfSetting() {
    List<String> names = new ArrayList<>();
    alarms.set(20, (_, _) -> names.add("late"));
    alarms.set(10, (_, _) -> names.add("first"));
    alarms.set(new Alarms.Bundle(), 10, (_, _) -> names.add("second"));
    ringUntil(10);
    assertThat(names).containsExactly("first", "second");
    ringUntil(30);
    assertThat(names).containsExactly("first", "second", "late");
    assertThat(alarms.now()).isEqualTo(20);
  }

  @Test
  void aForgottenBundleNeverRings() {
    Alarms.Bundle ended = new Alarms.Bundle();
    Alarms.Bundle open = new Alarms.Bundle();
    for (long at = 1; at <= 6; at++) {
      alarms.set(at % 2 == 0 ? ended : open, at, (deadline, _) -> rung.add(deadline));
    }
    ringUntil(2);
    alarms.forget(ended);
    ringUntil(10);
    assertThat(rung).containsExactly(1L, 2L, 3L, 5L);
    assertThat(alarms.isDue(Long.MAX_VALUE - 1)).isFalse();
  }

  @Test
  void anAlarmThatRingsMayForgetItsOwnBundle() {
    Alarms.Bundle bundle = new Alarms.Bundle();
    alarms.set(
        bundle,
        1,
        (at, _) -> {
          rung.add(at);
          alarms.forget(bundle);
        });
    alarms.set(bundle, 2, (at, _) -> rung.add(at));
    ringUntil(5);
    assertThat(rung).containsExactly(1L);
  }

  /** A million deadlines of connections that ended long before them take no memory. */
  @Test
  void forgottenAlarmsDoNotPileUp() {
    int most = 0;
    for (int i = 0; i < 1_000_000; i++) {
      Alarms.Bundle bundle = new Alarms.Bundle();
      alarms.set(bundle, 60_000_000 + i, (at, _) -> rung.add(at));
      alarms.forget(bundle);
      most = Math.max(most, alarms.pending());
    }
    assertThat(most).isLessThan(3000);
    ringUntil(Long.MAX_VALUE - 1);
    assertThat(rung).isEmpty();
  }
}
