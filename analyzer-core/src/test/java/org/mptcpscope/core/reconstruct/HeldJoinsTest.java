package org.mptcpscope.core.reconstruct;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.JoinRequested;
import org.mptcpscope.core.event.MptcpEvent.PriorityChanged;

/** Joins that wait for a key wait in a bounded room. */
class HeldJoinsTest {
  private static final String BEGIN =
      ScriptedPass.HANDSHAKE + "0.030 0> P. 100  mp_capable v1 H data\n0.040 0< .  dss dack\n";

  /** A sign in the middle of the second that a join waits. */
  private static final String SIGN = "0.500  0>  .  mp_prio backup\n0.600 0<  .  dss dack\n";

  private static String join(int i) {
    return String.format(
        Locale.ROOT,
        "path j%1$d  A1:%2$d - B0\n+0.0001  j%1$d>  S  mp_join id=1 token=0x%3$x\n",
        i,
        20_000 + i,
        0x1234_0000 + i);
  }

  /** Joins that were stated before the sign. */
  private static long early(String script) {
    ScriptedPass pass = ScriptedPass.of(BEGIN + script + SIGN);
    int sign = 0;
    while (!(pass.events.get(sign) instanceof PriorityChanged)) {
      sign++;
    }
    return pass.events.subList(0, sign).stream().filter(HeldJoinsTest::isJoin).count();
  }

  private static boolean isJoin(MptcpEvent event) {
    return event instanceof JoinRequested;
  }

  private static String flood(int joins, String behindEach) {
    StringBuilder script = new StringBuilder();
    for (int i = 0; i < joins; i++) {
      script.append(join(i)).append(behindEach.replace("j>", "j" + i + ">"));
    }
    return script.toString();
  }

  @Test
  void ofFlowsOnlySoManyWait() {
    assertThat(early(flood(200, ""))).isZero();
    assertThat(early(flood(300, ""))).isEqualTo(300 - 256);
  }

  @Test
  void ofOneFlowOnlySoManySegmentsWait() {
    assertThat(early(flood(1, "+0.001 j>  .  1\n".repeat(40)))).isZero();
    assertThat(early(flood(1, "+0.001 j>  .  1\n".repeat(80)))).isEqualTo(1);
  }

  @Test
  void ofOctetsOnlySoManyWait() {
    // Each of these ten flows has 60 kilobytes seven times, or twelve times: 4.1 or 7.1 megabytes.
    assertThat(early(flood(10, "+0.001 j>  .  60000\n".repeat(6)))).isZero();
    assertThat(early(flood(10, "+0.001 j>  .  60000\n".repeat(12)))).isBetween(1L, 9L);
  }
}
