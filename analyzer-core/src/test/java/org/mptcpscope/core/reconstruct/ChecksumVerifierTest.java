package org.mptcpscope.core.reconstruct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mptcpscope.core.reconstruct.ScriptedPass.CHECKSUMS;

import org.junit.jupiter.api.Test;
import org.mptcpscope.core.event.MptcpEvent.ChecksumFailed;
import org.mptcpscope.core.event.MptcpEvent.DssIrregular;
import org.mptcpscope.core.event.MptcpEvent.DssIrregular.Oddity;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.core.model.Variant;

/** DSS checksums over scripted captures (RFC 8684, 3.3.1). */
class ChecksumVerifierTest {
  private static int verified(ScriptedPass pass) {
    return pass.connection.seen(Subject.CHECKSUM, Side.INITIATOR);
  }

  @Test
  void rightOnesAreCounted() {
    ScriptedPass pass =
        ScriptedPass.of(
            CHECKSUMS
                + """
                0.030 0> P. 101   mp_capable v1 A,H data
                0.040 0< .        dss dack
                0.050 0> P. 77    dss dack dsn
                0.060 0> P. 1     dss dack dsn fin
                0.070 0< .        dss dack
                0.080 0> .        dss dack fin
                """);
    assertThat(verified(pass)).isEqualTo(4);
    assertThat(pass.all(ChecksumFailed.class)).isEmpty();
    assertThat(pass.all(DssIrregular.class)).isEmpty();
  }

  @Test
  void alteredOctetIsFound() {
    ScriptedPass pass =
        ScriptedPass.of(
            CHECKSUMS
                + """
                0.030 0> P. 100   dss dsn
                0.040 0< .        dss dack
                0.050 0> P. 100   corrupt=5 dss dsn
                """);
    ChecksumFailed failed = pass.only(ChecksumFailed.class);
    assertThat(failed.carrier().frame().number()).isEqualTo(6);
    assertThat(failed.knownAt().number()).isEqualTo(6);
    assertThat(failed.mapping().ssn()).isEqualTo(101);
    assertThat(failed.variant()).isNull();
    assertThat(failed.payload()).isTrue();
    assertThat(verified(pass)).isEqualTo(2);
  }

  @Test
  void damagedSegmentProvesNothing() {
    ScriptedPass pass =
        ScriptedPass.of(
            CHECKSUMS
                + """
                0.030 0> P. 100   dss dsn
                0.040 0< .        dss dack
                0.050 0> P. 100   corrupt=5 csum=bad dss dsn
                """);
    assertThat(pass.all(ChecksumFailed.class)).isEmpty();
  }

  @Test
  void mappingOverSeveralSegmentsIsJudgedWithTheLast() {
    ScriptedPass pass =
        ScriptedPass.of(
            CHECKSUMS
                + """
                0.030 0> P. 100   dss dsn
                0.040 0< .        dss dack
                0.050 0> .        dss dsn dll=301 csum=0x1234
                0.060 0> . 100    bare
                0.070 0> . 101    bare
                0.080 0> P. 100   bare
                """);
    ChecksumFailed failed = pass.only(ChecksumFailed.class);
    assertThat(failed.carrier().frame().number()).isEqualTo(6);
    assertThat(failed.knownAt().number()).isEqualTo(9);
    assertThat(failed.sent()).isEqualTo(0x1234);
  }

  @Test
  void payloadBeforeItsMappingIsReadAgain() {
    ScriptedPass pass =
        ScriptedPass.of(
            CHECKSUMS
                + """
                0.030 0> P. 100   dss dsn
                0.040 0< .        dss dack
                0.050 0> . 101    dss dack
                0.060 0> . 100    dss dack
                0.070 0> .        dss dack dsn
                """);
    assertThat(pass.all(ChecksumFailed.class)).isEmpty();
    assertThat(verified(pass)).isEqualTo(2);
  }

  @Test
  void knownMistakesAreNamed() {
    ScriptedPass swapped = ScriptedPass.of(CHECKSUMS + "0.030 0> P. 100   dss dsn csum=swapped\n");
    assertThat(swapped.only(ChecksumFailed.class).variant()).isEqualTo(Variant.BYTES_SWAPPED);
    ScriptedPass alone = ScriptedPass.of(CHECKSUMS + "0.030 0> .   dss dack fin csum=0x1111\n");
    assertThat(alone.only(ChecksumFailed.class).payload()).isFalse();
  }

  @Test
  void cutPayloadIsNotJudged() {
    ScriptedPass pass =
        ScriptedPass.of(
            CHECKSUMS.replace("path 0 ", "snaplen 140\npath 0 ")
                + """
                0.030 0> P. 1000  dss dsn
                0.040 0< .        dss dack
                """);
    assertThat(pass.all(ChecksumFailed.class)).isEmpty();
    assertThat(verified(pass)).isZero();
  }

  @Test
  void missingAndUnagreedChecksumsAreIrregular() {
    ScriptedPass missing = ScriptedPass.of(CHECKSUMS + "0.030 0> P. 100   dss dsn nocsum\n");
    assertThat(missing.only(DssIrregular.class).oddities())
        .containsExactly(Oddity.CHECKSUM_MISSING);
    ScriptedPass unagreed =
        ScriptedPass.of(ScriptedPass.HANDSHAKE + "0.030 0> P. 100   dss dsn csum\n");
    assertThat(unagreed.only(DssIrregular.class).oddities())
        .containsExactly(Oddity.CHECKSUM_UNAGREED);
  }
}
