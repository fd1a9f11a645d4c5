package org.mptcpscope.core.reconstruct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mptcpscope.core.reconstruct.ScriptedPass.HANDSHAKE;

import org.junit.jupiter.api.Test;
import org.mptcpscope.core.event.MptcpEvent.DataAckStarted;
import org.mptcpscope.core.event.MptcpEvent.DataFinAcked;
import org.mptcpscope.core.event.MptcpEvent.DataFinSent;
import org.mptcpscope.core.event.MptcpEvent.MappingConflicted;
import org.mptcpscope.core.event.MptcpEvent.MappingMisplaced;
import org.mptcpscope.core.event.MptcpEvent.MappingMisplaced.How;
import org.mptcpscope.core.event.MptcpEvent.PathConfirmed;
import org.mptcpscope.core.event.MptcpEvent.PayloadStarted;
import org.mptcpscope.core.event.MptcpEvent.PayloadStarted.MappedBy;
import org.mptcpscope.core.event.MptcpEvent.PayloadUnmapped;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.MappingTable.Range;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.core.reconstruct.ScriptedPass.Segment;

/** Mappings, coverage and Data ACKs, from scripted captures (RFC 8684, 3.3). */
class DataPlaneTest {
  private static final String JOIN =
      """
      +0.010 1>  S        mp_join id=1
      +0.010 1<  S.       mp_join id=0
      +0.010 1>  .        mp_join
      +0.010 1<  .        dss dack
      """;

  @Test
  void healthyExchangeIsTold() {
    ScriptedPass pass =
        ScriptedPass.of(
            HANDSHAKE
                + """
                0.030 0> P. 100  mp_capable v1 H data
                0.040 0< .       dss dack
                0.050 0< P. 50   dss dack dsn
                0.060 0> .       dss dack
                0.070 0> .       dss dack fin
                0.080 0< .       dss dack
                0.090 0< .       dss dack fin
                0.100 0> .       dss dack
                """);
    PayloadStarted first = pass.all(PayloadStarted.class).getFirst();
    assertThat(first.mappedBy()).isEqualTo(MappedBy.CAPABLE);
    assertThat(first.mapping().dsn()).isEqualTo(idsn(pass, Side.INITIATOR) + 1);
    assertThat(pass.all(PayloadStarted.class).getLast().mappedBy()).isEqualTo(MappedBy.DSS);
    assertThat(pass.all(DataAckStarted.class)).hasSize(2);
    assertThat(pass.all(PathConfirmed.class))
        .extracting(PathConfirmed::sender)
        .containsExactly(Side.INITIATOR, Side.LISTENER);
    DataFinSent fin = pass.all(DataFinSent.class).getFirst();
    assertThat(fin.alone()).isTrue();
    assertThat(fin.finalDsn()).isEqualTo(idsn(pass, Side.INITIATOR) + 101);
    assertThat(pass.all(DataFinAcked.class))
        .extracting(e -> e.carrier().frame().number())
        .containsExactly(9, 11);
    assertThat(pass.summary().dataFromInitiator()).isEqualTo(100);
    assertThat(pass.summary().dataFromListener()).isEqualTo(50);
    assertThat(pass.segment(4).has(SegmentFacts.NEW_MAPPING | SegmentFacts.NEW_DATA)).isTrue();
    assertThat(pass.segment(4).length()).isEqualTo(100);
    assertThat(pass.segment(5).has(SegmentFacts.DATA_ACK_ADVANCED)).isTrue();
    assertThat(pass.segment(8).has(SegmentFacts.DATA_FIN)).isTrue();
    assertThat(pass.segment(8).dsn()).isEqualTo(idsn(pass, Side.INITIATOR) + 101);
  }

  private static long idsn(ScriptedPass pass, Side side) {
    return pass.connection.host(side).idsn().orElseThrow();
  }

  @Test
  void reinjectionKeepsItsDsn() {
    ScriptedPass pass =
        ScriptedPass.of(
            HANDSHAKE
                + "0.030 0> P. 100  dss dsn\n0.040 0< .  dss dack\n"
                + JOIN
                + """
                +0.010 0> P. 100  !dropped dss dsn
                +0.010 1> P. 100  dss dsn=101
                +0.010 1< .       dss dack
                """);
    int frames = pass.segments.getLast().frame();
    Segment again = pass.segment(frames - 1);
    assertThat(again.has(SegmentFacts.REINJECTION)).isTrue();
    assertThat(again.has(SegmentFacts.NEW_DATA)).isFalse();
    assertThat(again.original()).isEqualTo(frames - 2);
    assertThat(pass.summary().dataFromInitiator()).isEqualTo(200);
    assertThat(
            pass.connection.stream(Side.INITIATOR).reinjectedOn(pass.connection.subflows().get(1)))
        .hasValueSatisfying(at -> assertThat(at.number()).isEqualTo(frames - 1));
  }

  @Test
  void mappingMayPrecedeItsPayload() {
    ScriptedPass pass =
        ScriptedPass.of(
            HANDSHAKE
                + """
                0.030 0> .        dss dsn dll=500
                0.040 0> P. 300   bare
                0.050 0> P. 200   bare
                0.060 0< .        dss dack
                """);
    assertThat(pass.only(PayloadStarted.class).mappedBy()).isEqualTo(MappedBy.EARLIER);
    assertThat(pass.segment(5).mapped()).isTrue();
    assertThat(pass.segment(5).has(SegmentFacts.UNCOVERED)).isFalse();
    assertThat(pass.summary().dataFromInitiator()).isEqualTo(500);
    assertThat(pass.only(MappingMisplaced.class).how()).isEqualTo(How.NO_PAYLOAD);
  }

  @Test
  void mappingMayFollowItsPayload() {
    ScriptedPass pass =
        ScriptedPass.of(
            HANDSHAKE
                + """
                0.030 0> P. 100   dss dsn
                0.040 0< .        dss dack
                0.050 0> P. 200   dss dack
                0.060 0> .        dss dsn
                0.070 0< .        dss dack
                """);
    assertThat(pass.segment(6).has(SegmentFacts.UNCOVERED)).isTrue();
    assertThat(pass.segment(6).has(SegmentFacts.NEW_DATA)).isFalse();
    assertThat(pass.segment(7).has(SegmentFacts.NEW_DATA)).isTrue();
    assertThat(pass.summary().dataFromInitiator()).isEqualTo(300);
    assertThat(pass.all(PayloadUnmapped.class)).isEmpty();
  }

  @Test
  void payloadThatStaysUnmappedIsToldAtTheEndOfTheSubflow() {
    ScriptedPass pass =
        ScriptedPass.of(
            HANDSHAKE
                + """
                0.030 0> P. 100   dss dsn
                0.040 0< .        dss dack
                0.050 0> P. 200   dss dack
                0.060 0< .        dss dack
                0.070 0> P. 300   dss dsn
                0.080 0< .        dss dack
                0.090 0> R.
                """);
    PayloadUnmapped unmapped = pass.only(PayloadUnmapped.class);
    assertThat(unmapped.ssns()).isEqualTo(new Range(101, 301));
    assertThat(unmapped.optionless()).isFalse();
    assertThat(unmapped.carrier().frame().number()).isEqualTo(6);
    assertThat(unmapped.knownAt().number()).isEqualTo(10);
    assertThat(pass.summary().dataFromInitiator()).isEqualTo(400);
  }

  @Test
  void payloadThatWasNeverAcknowledgedIsNotJudged() {
    ScriptedPass pass =
        ScriptedPass.of(
            HANDSHAKE
                + """
                0.030 0> P. 100   dss dsn
                0.040 0< .        dss dack
                0.050 0> P. 200   !dropped dss dack
                0.090 0> R.
                """);
    assertThat(pass.all(PayloadUnmapped.class)).isEmpty();
  }

  @Test
  void laterMappingThatDisagreesIsIgnored() {
    ScriptedPass pass =
        ScriptedPass.of(
            HANDSHAKE
                + """
                0.030 0> P. 100   dss dsn
                0.040 0> P. 100   seq=1 dss dsn=501
                0.050 0> P. 100   seq=1 dss dsn=501
                0.060 0< .        dss dack
                """);
    MappingConflicted conflict = pass.only(MappingConflicted.class);
    assertThat(conflict.ssns()).isEqualTo(new Range(1, 101));
    assertThat(conflict.older().mappedAt().number()).isEqualTo(4);
    assertThat(conflict.newer().dsn() - conflict.older().dsn()).isEqualTo(500);
    assertThat(pass.segment(5).dsn()).isEqualTo(conflict.older().dsn());
    assertThat(pass.segment(5).has(SegmentFacts.RETRANSMISSION)).isTrue();
    assertThat(pass.segment(5).original()).isEqualTo(4);
    assertThat(pass.summary().dataFromInitiator()).isEqualTo(100);
  }

  @Test
  void misplacedMappingsAreTold() {
    ScriptedPass beside =
        ScriptedPass.of(HANDSHAKE + "0.030 0> P. 100   dss dsn ssn=1000 dll=100\n");
    assertThat(beside.only(MappingMisplaced.class).how()).isEqualTo(How.BESIDE);
    ScriptedPass zero = ScriptedPass.of(HANDSHAKE + "0.030 0> P. 100   dss dsn ssn=0 dll=100\n");
    assertThat(zero.only(MappingMisplaced.class).how()).isEqualTo(How.ZERO_SSN);
    assertThat(zero.segment(4).has(SegmentFacts.UNCOVERED)).isTrue();
    String absolute = HANDSHAKE.replace("host A ", "host A isn=0x5000 ");
    ScriptedPass raw = ScriptedPass.of(absolute + "0.030 0> P. 100   dss dsn ssn=0x5001 dll=100\n");
    assertThat(raw.only(MappingMisplaced.class).how()).isEqualTo(How.ABSOLUTE_SSN);
    assertThat(raw.segment(4).mapped()).isFalse();
  }

  @Test
  void dataFinWithoutPayloadIsNotMisplacedWhateverItsLength() {
    ScriptedPass pass = ScriptedPass.of(HANDSHAKE + "0.030 0> .   dss dack fin dll=2\n");
    assertThat(pass.all(MappingMisplaced.class)).isEmpty();
    assertThat(pass.only(DataFinSent.class).finalDsn()).isEqualTo(idsn(pass, Side.INITIATOR) + 2);
  }

  @Test
  void narrowNumbersArePromoted() {
    ScriptedPass pass =
        ScriptedPass.of(
            HANDSHAKE.replace("0.000", "connection 0 key.A=wrap\npath 0 A0 - B0\n0.000")
                + """
                0.030 0> P. 1000  dss dsn32
                0.040 0< .        dss dack32
                0.050 0> . 1400 x20 dss dsn32
                +0.010 0< .       dss dack32
                +0.010 0> . 1400 x20 dss dsn
                +0.010 0< .       dss dack
                """);
    assertThat(pass.summary().dataFromInitiator()).isEqualTo(1000 + 40 * 1400);
    assertThat(pass.connection.stream(Side.INITIATOR).outstanding()).isZero();
    assertThat(pass.segments.getLast().dataAck())
        .isEqualTo(idsn(pass, Side.INITIATOR) + 1 + 1000 + 40 * 1400);
  }

  @Test
  void dataFinWithPayloadCountsOneMore() {
    ScriptedPass pass =
        ScriptedPass.of(
            HANDSHAKE
                + """
                0.030 0> P. 100   dss dsn
                0.040 0< .        dss dack
                0.050 0> P. 70    dss dack dsn fin
                0.060 0< .        dss dack
                0.070 0> .        dss dack fin
                """);
    DataFinSent fin = pass.all(DataFinSent.class).getFirst();
    assertThat(fin.alone()).isFalse();
    assertThat(fin.finalDsn()).isEqualTo(idsn(pass, Side.INITIATOR) + 171);
    assertThat(pass.all(DataFinSent.class).getLast().finalDsn()).isEqualTo(fin.finalDsn());
    assertThat(pass.segment(6).length()).isEqualTo(70);
    assertThat(pass.summary().dataFromInitiator()).isEqualTo(170);
    assertThat(pass.connection.host(Side.INITIATOR).finalDsn())
        .hasValueSatisfying(end -> assertThat(end.ackedAt().number()).isEqualTo(7));
    assertThat(pass.connection.seen(Subject.DATA_FIN, Side.INITIATOR)).isEqualTo(2);
  }
}
