package org.mptcpscope.core.reconstruct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mptcpscope.core.reconstruct.ScriptedPass.HANDSHAKE;

import org.junit.jupiter.api.Test;
import org.mptcpscope.core.event.HmacCheck;
import org.mptcpscope.core.event.MptcpEvent.ConnectionOpened;
import org.mptcpscope.core.event.MptcpEvent.JoinAnswered;
import org.mptcpscope.core.event.MptcpEvent.JoinAnswered.Missing;
import org.mptcpscope.core.event.MptcpEvent.JoinConfirmed;
import org.mptcpscope.core.event.MptcpEvent.JoinRequested;
import org.mptcpscope.core.event.MptcpEvent.JoinRequested.TokenMatch;
import org.mptcpscope.core.event.MptcpEvent.SubflowEstablished;
import org.mptcpscope.core.event.MptcpEvent.SubflowReset;
import org.mptcpscope.core.model.Origin;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subflow.Phase;
import org.mptcpscope.core.model.Subflow.Trouble;
import org.mptcpscope.core.model.SubflowSummary.State;
import org.mptcpscope.core.model.Variant;

/** MP_JOIN: tokens, HMACs, and who is who (RFC 8684, 3.2). */
class JoinTest {
  private static final String DATA =
      """
      0.030 0> P. 100  mp_capable v1 H data
      0.040 0< .       dss dack
      """;

  private static final String JOIN =
      """
      0.050 1>  S        mp_join id=7 backup
      0.060 1<  S.       mp_join id=0
      0.070 1>  .        mp_join
      0.080 1<  .        dss dack
      """;

  @Test
  void aJoinTakesFourPackets() {
    ScriptedPass pass = ScriptedPass.of(HANDSHAKE + DATA + JOIN);
    assertThat(pass.all(JoinRequested.class).getFirst().tokenMatch()).isEqualTo(TokenMatch.PEER);
    assertThat(pass.all(JoinAnswered.class).getFirst().hmac().isValid()).isTrue();
    assertThat(pass.all(JoinConfirmed.class).getFirst().hmac().isValid()).isTrue();
    assertThat(pass.all(SubflowEstablished.class))
        .extracting(e -> e.carrier().frame().number())
        .containsExactly(3, 9);
    Subflow joined = pass.connection.subflows().getLast();
    assertThat(joined.addressIdOf(Side.INITIATOR)).hasValue(7);
    assertThat(joined.addressIdOf(Side.LISTENER)).hasValue(0);
    assertThat(joined.backup(Side.INITIATOR).wanted()).isTrue();
    assertThat(joined.backup(Side.LISTENER).wanted()).isFalse();
    assertThat(joined.phase()).isEqualTo(Phase.CLOSED);
    assertThat(pass.summaries.getFirst().subflows().getLast().state()).isEqualTo(State.ESTABLISHED);
  }

  @Test
  void theListenerMayOpenASubflow() {
    ScriptedPass pass =
        ScriptedPass.of(
            HANDSHAKE
                + DATA
                + """
                path 2   A1 - B0:5000
                0.050 2<  S        mp_join id=0
                0.060 2>  S.       mp_join id=1
                0.070 2<  .        mp_join
                0.080 2>  .        dss dack
                """);
    JoinRequested request = pass.all(JoinRequested.class).getFirst();
    assertThat(request.tokenMatch()).isEqualTo(TokenMatch.PEER);
    assertThat(request.by()).isEqualTo(Side.LISTENER);
    Subflow joined = pass.connection.subflows().getLast();
    assertThat(joined.opener()).isEqualTo(Side.LISTENER);
    assertThat(joined.addressOf(Side.INITIATOR).getPort()).isEqualTo(40_001);
    assertThat(pass.all(JoinConfirmed.class).getFirst().hmac().isValid()).isTrue();
    assertThat(joined.establishedAt()).isPresent();
  }

  @Test
  void theOwnTokenIsTold() {
    ScriptedPass pass =
        ScriptedPass.of(
            HANDSHAKE
                + DATA
                + """
                path 2   A0:40009 - B0
                0.050 2>  S        mp_join id=0 token=A
                """);
    JoinRequested request = pass.all(JoinRequested.class).getFirst();
    assertThat(request.tokenMatch()).isEqualTo(TokenMatch.OWN);
    assertThat(request.by()).isEqualTo(Side.INITIATOR);
    assertThat(request.tokenVariant()).isEqualTo(Variant.OWN_TOKEN);
  }

  @Test
  void aTokenOfNobodyWaitsASecondAndIsAnOrphan() {
    ScriptedPass pass =
        ScriptedPass.of(
            HANDSHAKE
                + DATA
                + """
                0.050 1>  S        mp_join id=1 token=0xdeadbeef
                0.060 1<  R.
                0.500 0> P. 100  dss dack dsn
                2.000 0> P. 100  dss dack dsn
                """);
    JoinRequested request = pass.all(JoinRequested.class).getFirst();
    assertThat(request.tokenMatch()).isEqualTo(TokenMatch.UNKNOWN);
    assertThat(request.connection().id()).isEqualTo(1);
    assertThat(request.connection().origin()).isEqualTo(Origin.UNKNOWN_TOKEN);
    assertThat(request.carrier().frame().number()).isEqualTo(6);
    SubflowReset reset = pass.all(SubflowReset.class).getFirst();
    assertThat(reset.answers().number()).isEqualTo(6);
    assertThat(reset.phase()).isEqualTo(Phase.SYN_SENT);
    assertThat(pass.all(ConnectionOpened.class)).hasSize(2);
    assertThat(request.on().troubles())
        .extracting(Trouble::kind)
        .containsExactly(Trouble.Kind.UNKNOWN_TOKEN);
  }

  @Test
  void aJoinAheadOfTheKeysWaitsForThem() {
    // The frame with the keys is captured late: the join is in front of it.
    ScriptedPass pass =
        ScriptedPass.of(
            HANDSHAKE.replace("0.020  0>  . ", "0.020  0>  .  at=0.200 ")
                + """
                path 2   A1 - B0:5000
                0.050 2<  S        mp_join id=0
                0.300 0> P. 100  mp_capable v1 H data
                """);
    JoinRequested request = pass.all(JoinRequested.class).getFirst();
    assertThat(request.connection().id()).isZero();
    assertThat(request.tokenMatch()).isEqualTo(TokenMatch.PEER);
    assertThat(request.by()).isEqualTo(Side.LISTENER);
    assertThat(pass.summaries).hasSize(1);
  }

  @Test
  void wrongHmacsAreExplained() {
    assertThat(hmacOfAnswer("hmac=bad")).isNull();
    assertThat(hmacOfAnswer("hmac=swapped")).isEqualTo(Variant.KEYS_SWAPPED);
    assertThat(hmacOfAnswer("hmac=nonces")).isEqualTo(Variant.NONCES_SWAPPED);
    assertThat(hmacOfAnswer("hmac=hash")).isEqualTo(Variant.OTHER_HASH);
  }

  private static Variant hmacOfAnswer(String word) {
    ScriptedPass pass =
        ScriptedPass.of(
            HANDSHAKE + DATA + JOIN.replace("S.       mp_join id=0", "S. mp_join id=0 " + word));
    JoinAnswered answer = pass.all(JoinAnswered.class).getFirst();
    assertThat(answer.hmac().result()).isEqualTo(HmacCheck.Result.INVALID);
    assertThat(answer.on().troubles())
        .extracting(Trouble::kind)
        .contains(Trouble.Kind.BAD_SYNACK_HMAC);
    return answer.hmac().variant();
  }

  @Test
  void anAnswerWithoutTheOptionIsAbsent() {
    ScriptedPass pass =
        ScriptedPass.of(
            HANDSHAKE
                + DATA
                + """
                0.050 1>  S        mp_join id=7
                0.060 1<  S.
                0.070 1>  R.       mp_tcprst reason=1
                """);
    JoinAnswered answer = pass.all(JoinAnswered.class).getFirst();
    assertThat(answer.optional()).isEmpty();
    assertThat(answer.missing()).isEqualTo(Missing.ABSENT);
    SubflowReset reset = pass.all(SubflowReset.class).getFirst();
    assertThat(reset.answers().number()).isEqualTo(7);
    assertThat(pass.summaries.getFirst().subflows().getLast().state()).isEqualTo(State.FAILED);
  }

  @Test
  void aTokenOfTheOtherHashIsAVariant() {
    ScriptedPass pass =
        ScriptedPass.of(
            """
            # test
            host A   A0=10.0.0.1:40000  A1=10.0.2.1:40001
            host B   B0=10.0.1.1:443  key=0x0123456789abcdef
            path 0   A0 - B0
            path 1   A1 - B0
            0.000  0>  S        mp_capable v1 H
            0.010  0<  S.       mp_capable v1 H key
            0.020  0>  .        mp_capable v1 H key,key
            0.050  1>  S        mp_join id=1 token=0x0ca2eadb
            """);
    JoinRequested request = pass.all(JoinRequested.class).getFirst();
    assertThat(request.tokenMatch()).isEqualTo(TokenMatch.VARIANT);
    assertThat(request.tokenVariant()).isEqualTo(Variant.OTHER_HASH);
    assertThat(request.connection().id()).isZero();
  }

  @Test
  void aTokenOfAFreedConnectionIsEnded() {
    ScriptedPass pass =
        ScriptedPass.of(
            HANDSHAKE
                + DATA
                + """
                0.100 0> R.
                100.0 tick
                101.0 1>  S      mp_join id=7
                101.1 1<  S.     mp_join id=0
                """);
    JoinRequested request = pass.all(JoinRequested.class).getFirst();
    assertThat(request.tokenMatch()).isEqualTo(TokenMatch.ENDED);
    assertThat(request.connection().id()).isEqualTo(1);
    // The keys of the dead connection still prove who answers.
    assertThat(pass.all(JoinAnswered.class).getFirst().hmac().isValid()).isTrue();
  }

  @Test
  void aJoinOfAMidStreamConnectionIsFoundByItsNumbers() {
    ScriptedPass pass =
        ScriptedPass.of(
            HANDSHAKE.replace("mp_capable", "!unseen mp_capable")
                + """
                0.030 0> P. 100  dss dsn
                0.040 0< P. 50   dss dack dsn
                """
                + JOIN
                + """
                0.090 1> P. 200  dss dack dsn
                0.100 1< .       dss dack
                """);
    assertThat(pass.summaries).hasSize(1);
    assertThat(pass.summaries.getFirst().subflows()).hasSize(2);
    assertThat(pass.summaries.getFirst().dataFromInitiator()).isEqualTo(300);
    Subflow joined = pass.connection.subflows().getLast();
    assertThat(joined.addressIdOf(Side.INITIATOR)).hasValue(7);
    assertThat(joined.troubles()).isEmpty();
  }
}
