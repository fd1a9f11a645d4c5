package org.mptcpscope.core.reconstruct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mptcpscope.core.reconstruct.ScriptedPass.CHECKSUMS;
import static org.mptcpscope.core.reconstruct.ScriptedPass.HANDSHAKE;

import org.junit.jupiter.api.Test;
import org.mptcpscope.core.event.MptcpEvent.AckedPlainly;
import org.mptcpscope.core.event.MptcpEvent.FellBack;
import org.mptcpscope.core.event.MptcpEvent.InfiniteMappingSent;
import org.mptcpscope.core.model.Fallback;
import org.mptcpscope.core.model.Fallback.Reason;
import org.mptcpscope.core.model.MappingTable.Range;
import org.mptcpscope.core.model.Side;

/** How hosts fall back to plain TCP (RFC 8684, 3.7), from scripted captures. */
class FallbackTest {
  private static final String HOSTS = HANDSHAKE.substring(0, HANDSHAKE.indexOf("0.000"));

  private static Fallback of(ScriptedPass pass, Side side) {
    return pass.connection.fallback(side).orElseThrow();
  }

  @Test
  void refusedBySynAck() {
    ScriptedPass pass =
        ScriptedPass.of(
            HOSTS
                + """
                0.000 0> S        mp_capable v1 H
                0.010 0< S.
                0.020 0> .
                0.030 0> P. 100
                0.040 0< P. 50
                """);
    assertThat(pass.all(FellBack.class)).hasSize(2);
    assertThat(of(pass, Side.INITIATOR).reason()).isEqualTo(Reason.REFUSED);
    assertThat(of(pass, Side.LISTENER).since().number()).isEqualTo(2);
    assertThat(pass.summary().dataFromInitiator()).isEqualTo(100);
    assertThat(pass.summary().dataFromListener()).isEqualTo(50);
  }

  @Test
  void bareThirdPacketAndBareData() {
    ScriptedPass pass =
        ScriptedPass.of(
            HOSTS
                + """
                0.000 0> S        mp_capable v1 H
                0.010 0< S.       mp_capable v1 H key
                0.020 0> .
                0.030 0> P. 100
                0.040 0< .
                """);
    assertThat(pass.all(FellBack.class)).hasSize(2);
    assertThat(of(pass, Side.INITIATOR).reason()).isEqualTo(Reason.BARE_THIRD_PACKET);
    assertThat(of(pass, Side.LISTENER).since().number()).isEqualTo(3);
    assertThat(pass.all(AckedPlainly.class)).isEmpty();
  }

  @Test
  void bareThirdPacketIsMadeGoodByMpCapableOnTheFirstData() {
    ScriptedPass pass =
        ScriptedPass.of(
            HOSTS
                + """
                0.000 0> S        mp_capable v1 H
                0.010 0< S.       mp_capable v1 H key
                0.020 0> .
                0.030 0> P. 100   mp_capable v1 H data
                0.040 0< .        dss dack
                """);
    assertThat(pass.all(FellBack.class)).isEmpty();
    assertThat(pass.connection.fallback(Side.INITIATOR)).isEmpty();
  }

  @Test
  void infiniteMappingBindsItsSender() {
    ScriptedPass pass =
        ScriptedPass.of(
            HANDSHAKE
                + """
                0.030 0> P. 100   dss dsn
                0.040 0< .        dss dack
                0.050 0> P. 200   dss dack infinite
                0.060 0> P. 300
                0.070 0< .        dss dack
                """);
    assertThat(pass.only(InfiniteMappingSent.class).mapping().ssn()).isEqualTo(101);
    FellBack fell = pass.only(FellBack.class);
    assertThat(fell.fallback().by()).isEqualTo(Side.INITIATOR);
    assertThat(fell.fallback().reason()).isEqualTo(Reason.INFINITE_MAPPING);
    assertThat(pass.connection.fallback(Side.LISTENER)).isEmpty();
    assertThat(pass.summary().dataFromInitiator()).isEqualTo(600);
  }

  @Test
  void mpFailBindsWhoeverAnswersIt() {
    ScriptedPass pass =
        ScriptedPass.of(
            CHECKSUMS
                + """
                0.030 0> P. 100   dss dsn
                0.040 0< .        dss dack
                0.050 0> P. 100   corrupt dss dsn
                0.060 0< .        dss dack, mp_fail
                0.070 0> .        dss dack, mp_fail
                0.080 0> P. 100   dss dack infinite
                0.090 0< .        dss dack
                """);
    assertThat(of(pass, Side.INITIATOR).reason()).isEqualTo(Reason.MP_FAIL);
    assertThat(of(pass, Side.INITIATOR).since().number()).isEqualTo(7);
    assertThat(of(pass, Side.LISTENER).reason()).isEqualTo(Reason.MP_FAIL);
    assertThat(of(pass, Side.LISTENER).since().number()).isEqualTo(8);
    assertThat(pass.all(FellBack.class))
        .extracting(e -> e.carrier().frame().number())
        .containsExactly(8, 9);
  }

  @Test
  void silentFallbackNeedsTwoBareSegmentsAndCertaintyNeedsTheVantage() {
    String bare =
        """
        0.030 0> P. 100
        0.040 0> P. 100
        0.050 0< .
        """;
    ScriptedPass elsewhere = ScriptedPass.of(HANDSHAKE + bare);
    assertThat(elsewhere.all(FellBack.class)).isEmpty();
    assertThat(of(elsewhere, Side.INITIATOR).certain()).isFalse();
    assertThat(of(elsewhere, Side.INITIATOR).since().number()).isEqualTo(4);
    ScriptedPass there = ScriptedPass.of(HANDSHAKE.replace("path 0 ", "vantage A\npath 0 ") + bare);
    assertThat(there.only(FellBack.class).fallback().reason()).isEqualTo(Reason.SILENT);
    assertThat(there.only(FellBack.class).carrier().frame().number()).isEqualTo(5);
    assertThat(there.summary().dataFromInitiator()).isEqualTo(200);
    AckedPlainly plain = elsewhere.only(AckedPlainly.class);
    assertThat(plain.ssns()).isEqualTo(new Range(1, 201));
    assertThat(plain.sender()).isEqualTo(Side.INITIATOR);
  }

  @Test
  void anOptionAfterwardsShowsThatItWasNoFallback() {
    ScriptedPass pass =
        ScriptedPass.of(
            HANDSHAKE
                + """
                0.030 0> P. 100
                0.040 0> P. 100
                0.050 0> P. 100   dss dsn
                """);
    assertThat(pass.connection.fallback(Side.INITIATOR)).isEmpty();
  }

  @Test
  void oneBareSegmentIsNoFallback() {
    ScriptedPass pass =
        ScriptedPass.of(
            HANDSHAKE
                + """
                0.030 0> P. 100   dss dsn
                0.040 0< .        dss dack
                0.050 0> P. 100
                """);
    assertThat(pass.connection.fallback(Side.INITIATOR)).isEmpty();
  }

  @Test
  void manyBareAcksSuggestAFallback() {
    ScriptedPass pass =
        ScriptedPass.of(
            HANDSHAKE
                + "0.030 0> P. 100  dss dsn\n0.040 0< . dss dack\n"
                + "+0.010 0> P. 10  dss dack dsn\n+0.001 0< .\n".repeat(16));
    Fallback fallback = of(pass, Side.LISTENER);
    assertThat(fallback.reason()).isEqualTo(Reason.SILENT);
    assertThat(fallback.certain()).isFalse();
    assertThat(fallback.since().number()).isEqualTo(7);
    assertThat(pass.all(FellBack.class)).isEmpty();
  }
}
