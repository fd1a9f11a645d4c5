package org.mptcpscope.core.reconstruct;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.CapableSent;
import org.mptcpscope.core.event.MptcpEvent.ConnectionOpened;
import org.mptcpscope.core.event.MptcpEvent.HandshakeCompleted;
import org.mptcpscope.core.event.MptcpEvent.HandshakeCompleted.Outcome;
import org.mptcpscope.core.event.MptcpEvent.SubflowEstablished;
import org.mptcpscope.core.event.MptcpEvent.SynSent;
import org.mptcpscope.core.model.Connection.Checksums;
import org.mptcpscope.core.model.ConnectionSummary.State;
import org.mptcpscope.core.model.Dialect;
import org.mptcpscope.core.model.Origin;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.dissector.mptcp.MptcpCrypto;

/**
 * The MP_CAPABLE exchange: keys, versions, agreement, and what goes wrong in it (RFC 8684, 3.1).
 */
class HandshakeTest {
  private static final String HOSTS =
      """
      # test
      host A   A0=10.0.0.1:40000  key=0x0123456789abcdef
      host B   B0=10.0.1.1:443    key=0x1122334455667788
      path 0   A0 - B0
      """;

  @Test
  void threePacketsAreToldInOrder() {
    ScriptedPass pass = ScriptedPass.of(ScriptedPass.HANDSHAKE);
    assertThat(pass.events.subList(0, 8))
        .extracting(MptcpEvent::getClass)
        .asString()
        .isEqualTo(
            List.of(
                    ConnectionOpened.class,
                    SynSent.class,
                    CapableSent.class,
                    SynSent.class,
                    CapableSent.class,
                    CapableSent.class,
                    HandshakeCompleted.class,
                    SubflowEstablished.class)
                .toString());
    assertThat(pass.all(ConnectionOpened.class).getFirst().origin()).isEqualTo(Origin.CAPABLE);
    assertThat(pass.all(HandshakeCompleted.class).getFirst().outcome()).isEqualTo(Outcome.AGREED);
    assertThat(pass.summaries.getFirst().state()).isEqualTo(State.ESTABLISHED);
  }

  @Test
  void keysGiveTokensAndInitialNumbers() {
    ScriptedPass pass =
        ScriptedPass.of(
            HOSTS
                + """
                0.000  0>  S        mp_capable v1 H
                0.010  0<  S.       mp_capable v1 H key
                0.020  0>  .        mp_capable v1 H key,key
                """);
    // The token and the IDSN of this key are in the requirements' table of vectors.
    assertThat(pass.connection.host(Side.INITIATOR).token()).hasValue(0x55c53f5d);
    assertThat(pass.connection.host(Side.INITIATOR).idsn()).hasValue(0x570762cd38be9818L);
    assertThat(pass.connection.host(Side.INITIATOR).keyKnownAt().orElseThrow().number())
        .isEqualTo(3);
    assertThat(pass.connection.host(Side.LISTENER).keyKnownAt().orElseThrow().number())
        .isEqualTo(2);
    assertThat(pass.connection.dialect()).isEqualTo(Dialect.V1);
  }

  @Test
  void versionZeroHasTheKeyInTheSyn() {
    ScriptedPass pass =
        ScriptedPass.of(
            HOSTS
                + """
                connection 0 v0
                path 0   A0 - B0
                0.000  0>  S        mp_capable
                0.010  0<  S.       mp_capable
                0.020  0>  .        mp_capable
                """);
    assertThat(pass.connection.dialect()).isEqualTo(Dialect.V0);
    assertThat(pass.connection.host(Side.INITIATOR).token()).hasValue(0x0ca2eadb);
    assertThat(pass.connection.host(Side.INITIATOR).keyKnownAt().orElseThrow().number())
        .isEqualTo(1);
  }

  @Test
  void aKeyedSynOfVersionOneIsADialectOfItsOwn() {
    ScriptedPass pass = ScriptedPass.of(HOSTS + "0.000  0>  S        mp_capable v1 H key\n");
    assertThat(pass.connection.dialect()).isEqualTo(Dialect.V1_KEYED_SYN);
  }

  @Test
  void eitherHostMayAskForChecksums() {
    ScriptedPass pass =
        ScriptedPass.of(
            HOSTS
                + """
                0.000  0>  S        mp_capable v1 H
                0.010  0<  S.       mp_capable v1 A,H key
                """);
    assertThat(pass.connection.checksums()).isEqualTo(Checksums.AGREED);
  }

  @Test
  void aThirdPacketWithoutTheAgreedBitDisputesIt() {
    ScriptedPass pass =
        ScriptedPass.of(
            HOSTS
                + """
                0.000  0>  S        mp_capable v1 A,H
                0.010  0<  S.       mp_capable v1 A,H key
                0.020  0>  .        mp_capable v1 H key,key
                """);
    assertThat(pass.connection.checksums()).isEqualTo(Checksums.DISPUTED);
  }

  @Test
  void anAnswerWithoutTheOptionIsARefusal() {
    ScriptedPass pass =
        ScriptedPass.of(
            HOSTS
                + """
                0.000  0>  S        mp_capable v1 H
                0.010  0<  S.
                0.020  0>  .
                """);
    assertThat(pass.all(HandshakeCompleted.class).getFirst().outcome()).isEqualTo(Outcome.REFUSED);
  }

  @Test
  void aThirdPacketWithoutTheOptionIsBare() {
    ScriptedPass pass =
        ScriptedPass.of(
            HOSTS
                + """
                0.000  0>  S        mp_capable v1 H
                0.010  0<  S.       mp_capable v1 H key
                0.020  0>  .
                """);
    assertThat(pass.all(HandshakeCompleted.class).getFirst().outcome()).isEqualTo(Outcome.BARE);
  }

  @Test
  void aWrongEchoOfTheKeyPutsItInDispute() {
    ScriptedPass pass =
        ScriptedPass.of(
            HOSTS
                + """
                0.000  0>  S        mp_capable v1 H
                0.010  0<  S.       mp_capable v1 H key
                0.020  0>  .        mp_capable v1 H key=A,bad
                """);
    assertThat(pass.all(HandshakeCompleted.class).getFirst().outcome()).isEqualTo(Outcome.TAMPERED);
    assertThat(pass.connection.host(Side.LISTENER).keyDisputed()).isTrue();
    assertThat(pass.connection.host(Side.INITIATOR).keyDisputed()).isFalse();
  }

  @Test
  void copiesOfTheSynAreOneAttempt() {
    ScriptedPass pass =
        ScriptedPass.of(
            HOSTS
                + """
                0.000  0>  S        mp_capable v1 H
                1.000  0>  S        mp_capable v1 H
                1.010  0<  S.       mp_capable v1 H key
                1.020  0>  .        mp_capable v1 H key,key
                """);
    assertThat(pass.all(SynSent.class)).extracting(SynSent::copy).containsExactly(1, 2, 1);
    var attempt = pass.connection.subflows().getFirst().handshake().current().orElseThrow();
    assertThat(attempt.syns()).hasSize(2);
    assertThat(attempt.third().frame().number()).isEqualTo(4);
  }

  @Test
  void aCopyOfTheSynOptionInTheAnswerIsNoKey() {
    ScriptedPass pass =
        ScriptedPass.of(
            HOSTS
                + """
                connection 0 v0
                path 0   A0 - B0
                0.000  0>  S        mp_capable
                0.010  0<  S.       mp_capable key=A
                0.020  0>  .
                """);
    assertThat(pass.all(CapableSent.class).get(1).reflected()).isTrue();
    assertThat(pass.connection.host(Side.LISTENER).key()).isEmpty();
    assertThat(pass.all(HandshakeCompleted.class).getFirst().outcome()).isEqualTo(Outcome.REFUSED);
  }

  @Test
  void acceptedSynPayloadLiesBeforeTheFirstSsn() {
    ScriptedPass pass =
        ScriptedPass.of(
            HOSTS
                + """
                0.000  0>  S  100   mp_capable v1 H, tfo=0102030405060708
                0.010  0<  S.       mp_capable v1 H key
                0.020  0>  .        mp_capable v1 H key,key
                0.030  0>  P. 50    dss dack dsn
                """);
    var handshake = pass.connection.subflows().getFirst().handshake();
    assertThat(handshake.tfo().sent()).isEqualTo(100);
    assertThat(handshake.tfo().accepted()).isEqualTo(100);
    assertThat(pass.connection.subflows().getFirst().highest(Side.INITIATOR)).isEqualTo(51);
    assertThat(MptcpCrypto.token(1, 0x0123456789abcdefL)).isEqualTo(0x55c53f5d);
  }

  @Test
  void initialNumbersOfTheOtherHashOnBothSidesAreADialect() {
    String script =
        HOSTS
            + """
            0.000  0>  S        mp_capable v1 H
            0.010  0<  S.       mp_capable v1 H key
            0.020  0>  .        mp_capable v1 H key,key
            0.030  0>  P. 100   dss dsn=0xe3df8ee121f10548
            """;
    // One host alone is mistaken. The number is IDSN + 1 of the table of vectors, by SHA-1.
    assertThat(ScriptedPass.of(script).connection.dialect()).isEqualTo(Dialect.V1);
    long other = MptcpCrypto.idsn(0, 0x1122334455667788L) + 1;
    String both = script + "0.040  0<  P. 100   dss dsn=0x" + Long.toHexString(other) + "\n";
    assertThat(ScriptedPass.of(both).connection.dialect()).isEqualTo(Dialect.V1_BIS);
  }

  @Test
  void optionsThatTheCaptureCutOffAreNotMissing() {
    ScriptedPass pass =
        ScriptedPass.of(
            HOSTS
                + """
                0.000  0>  S        mp_capable v1 H
                0.010  0<  S.       snap=60 mp_capable v1 H key
                0.020  0>  .        snap=56 mp_capable v1 H key,key
                """);
    assertThat(pass.all(HandshakeCompleted.class)).isEmpty();
    assertThat(pass.all(SubflowEstablished.class)).hasSize(1);
  }
}
