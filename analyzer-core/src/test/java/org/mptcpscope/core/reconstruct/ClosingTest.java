package org.mptcpscope.core.reconstruct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mptcpscope.core.reconstruct.ScriptedPass.HANDSHAKE;

import org.junit.jupiter.api.Test;
import org.mptcpscope.core.event.MptcpEvent.ConnectionEnded;
import org.mptcpscope.core.event.MptcpEvent.FinSent;
import org.mptcpscope.core.event.MptcpEvent.GapSeen;
import org.mptcpscope.core.event.MptcpEvent.SubflowEnded;
import org.mptcpscope.core.event.MptcpEvent.SubflowReset;
import org.mptcpscope.core.model.ConnectionSummary.ClosedBy;
import org.mptcpscope.core.model.ConnectionSummary.State;
import org.mptcpscope.core.model.MappingTable.Range;
import org.mptcpscope.core.model.Side;

/** FIN, RST, the ends that follow, and octets that the capture lacks. */
class ClosingTest {
  private static final String DATA =
      """
      0.030 0> P. 100  mp_capable v1 H data
      0.040 0< .       dss dack
      """;

  private static final String BYE =
      """
      0.050 0> .       dss dack fin
      0.060 0< .       dss dack fin
      0.070 0> .       dss dack
      0.080 0> F.      dss dack
      0.090 0< F.      dss dack
      0.100 0> .       dss dack
      """;

  @Test
  void finsOfBothHostsEndASubflowAndThenTheConnection() {
    ScriptedPass pass = ScriptedPass.of(HANDSHAKE + DATA + BYE + "5.0 tick\n");
    assertThat(pass.all(FinSent.class)).hasSize(2);
    SubflowEnded ended = pass.all(SubflowEnded.class).getFirst();
    assertThat(ended.how()).isEqualTo(SubflowEnded.How.FIN);
    assertThat(ended.knownAt().number()).isEqualTo(11);
    ConnectionEnded over = pass.all(ConnectionEnded.class).getFirst();
    assertThat(over.how()).isEqualTo(ClosedBy.DATA_FIN);
    assertThat(pass.summaries.getFirst().closer()).isEqualTo(Side.INITIATOR);
    assertThat(pass.summaries.getFirst().state()).isEqualTo(State.CLOSED);
  }

  @Test
  void aConnectionLingersForLateSegments() {
    String late = "1.500 0> .       dss dack\n5.0 tick\n60.0 tick\n";
    ScriptedPass pass = ScriptedPass.of(HANDSHAKE + DATA + BYE + late);
    // Both DATA_FINs are acknowledged: two seconds after the last subflow.
    assertThat(pass.summaries).hasSize(1);
    assertThat(pass.summaries.getFirst().lastFrame().number()).isEqualTo(12);
    assertThat(pass.all(ConnectionEnded.class).getFirst().knownAt().number()).isEqualTo(12);
  }

  @Test
  void segmentsBehindTheEndOpenNothing() {
    ScriptedPass pass =
        ScriptedPass.of(HANDSHAKE + DATA + BYE + "5.0 tick\n6.0 0> .       dss dack\n");
    assertThat(pass.summaries).hasSize(1);
  }

  @Test
  void aResetEndsASubflowIfItIsAcceptable() {
    ScriptedPass pass =
        ScriptedPass.of(
            HANDSHAKE
                + DATA
                + """
                0.050 0< R. seq=+5000000
                0.060 0< R. seq=-2000000000
                0.070 0< R. seq=1
                """);
    assertThat(pass.all(SubflowReset.class))
        .extracting(SubflowReset::ended)
        .containsExactly(false, false, true);
    assertThat(pass.all(SubflowEnded.class).getFirst().how()).isEqualTo(SubflowEnded.How.RESET);
    assertThat(pass.summaries.getFirst().closedBy()).isEqualTo(ClosedBy.RESET);
    assertThat(pass.summaries.getFirst().closer()).isEqualTo(Side.LISTENER);
  }

  @Test
  void aSynWithoutAnswerEndsAMinuteLater() {
    ScriptedPass pass =
        ScriptedPass.of(
            """
            # test
            host A   A0=10.0.0.1:40000
            host B   B0=10.0.1.1:443
            path 0   A0 - B0
            0.000  0>  S        mp_capable v1 H
            1.000  0>  S        mp_capable v1 H
            60.500 tick
            61.500 tick
            """);
    SubflowEnded ended = pass.all(SubflowEnded.class).getFirst();
    assertThat(ended.how()).isEqualTo(SubflowEnded.How.UNANSWERED);
    assertThat(ended.knownAt().number()).isEqualTo(3);
    assertThat(pass.summaries.getFirst().state()).isEqualTo(State.FAILED);
  }

  @Test
  void aSynOnUsedPortsBeginsAnew() {
    ScriptedPass pass =
        ScriptedPass.of(
            HANDSHAKE
                + DATA
                + """
                0.050 0> R.
                connection 2
                path 0   A0 - B0
                9.000  0>  S        mp_capable v1 H
                9.010  0<  S.       mp_capable v1 H key
                9.020  0>  .        mp_capable v1 H key,key
                """);
    assertThat(pass.summaries).hasSize(2);
    assertThat(pass.summaries.getLast().subflows().getFirst().tcpStream()).isEqualTo(1);
  }

  @Test
  void aGapIsStatedAfterItsHorizon() {
    ScriptedPass pass =
        ScriptedPass.of(
            HANDSHAKE
                + DATA
                + """
                0.050 0> P. 100  !unseen dss dack dsn
                0.060 0> P. 100  dss dack dsn
                0.070 0< .       dss dack
                0.500 0> P. 100  dss dack dsn
                """);
    GapSeen gap = pass.all(GapSeen.class).getFirst();
    assertThat(gap.sender()).isEqualTo(Side.INITIATOR);
    assertThat(gap.ssns()).isEqualTo(new Range(101, 201));
    assertThat(gap.from().number()).isEqualTo(6);
  }

  @Test
  void octetsThatComeALittleLateAreNoGap() {
    ScriptedPass pass =
        ScriptedPass.of(
            HANDSHAKE
                + DATA
                + """
                0.050 0> P. 100  at=0.071 dss dack dsn
                0.060 0> P. 100  dss dack dsn
                0.070 0< .       dss dack
                0.500 0> P. 100  dss dack dsn
                """);
    assertThat(pass.all(GapSeen.class)).isEmpty();
    assertThat(pass.summaries.getFirst().dataFromInitiator()).isEqualTo(400);
  }

  @Test
  void theOtherSideOfATranslatorIsIgnored() {
    String inside = "isn=7000 clock=5000 ipid=99 key=0x1122334455667788";
    ScriptedPass pass =
        ScriptedPass.of(
            """
            # test
            host A   A0=10.0.0.1:40000  INSIDE
            host B   B0=10.0.1.1:443
            path 0   A0 - B0
            host C   C0=198.51.100.7:40000  INSIDE
            connection 1 C B
            path 1   C0 - B0
            connection 0
            0.000  0>  S        mp_capable v1 H
            connection 1
            0.000  1>  S        mp_capable v1 H
            """
                .replace("INSIDE", inside));
    assertThat(pass.summaries).hasSize(1);
    assertThat(pass.summaries.getFirst().subflows().getFirst().initiator().address().getPort())
        .isEqualTo(40_000);
  }
}
