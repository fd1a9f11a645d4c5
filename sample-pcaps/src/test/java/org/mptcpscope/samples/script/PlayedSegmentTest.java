package org.mptcpscope.samples.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.dissector.link.Direction;
import org.mptcpscope.dissector.tcp.SegmentView;

/** What TCP and IP look like in what a script sends. */
class PlayedSegmentTest {
  private static final String TCP =
      """
      host A A0=10.0.0.1:40000 win=65535
      host B B0=10.0.1.1:80 ttl=61
      path 0 A0 - B0
      """;

  private static final String OPEN = TCP + "0.0 0> S\n0.01 0< S.\n0.02 0> .\n";

  @Test
  void handshakeCountsFromTheInitialNumbers() {
    List<Wire> wire = Wire.of(OPEN + "0.03 0> P. 100\n0.04 0< . 50\n0.05 0> F.\n0.06 0< F.\n");
    int a = wire.get(0).seq();
    int b = wire.get(1).seq();
    assertThat(wire).extracting(w -> w.seq() - a).element(2).isEqualTo(1);
    assertThat(wire.get(1).ack() - a).isEqualTo(1);
    assertThat(wire.get(3).seq() - a).isEqualTo(1);
    assertThat(wire.get(4).ack() - a).isEqualTo(101);
    assertThat(wire.get(5).seq() - a).isEqualTo(101);
    assertThat(wire.get(5).ack() - b).isEqualTo(51);
    assertThat(wire.get(6).ack() - a).isEqualTo(102);
    for (Wire each : wire) {
      assertThat(each.tcp().checksumGood(each.ip())).isTrue();
    }
    assertThat(wire.get(0).ip().hopLimit()).isEqualTo(64);
    assertThat(wire.get(1).ip().hopLimit()).isEqualTo(61);
    assertThat(wire.get(2).ip().ipId()).isEqualTo(wire.get(0).ip().ipId() + 1);
  }

  @Test
  void windowsAreScaledBehindTheHandshake() {
    List<Wire> wire = Wire.of(OPEN + "0.03 0> . win=7\n");
    assertThat(wire).extracting(Wire::window).containsExactly(65535, 64256, 511, 7);
    assertThat(Wire.of("tcp no-wscale\n" + OPEN)).extracting(Wire::window).last().isEqualTo(65535);
  }

  @Test
  void timestampsFollowTheClockAndEchoWhatArrived() {
    List<Wire> wire = Wire.of(OPEN);
    int a = wire.get(0).option(8).u32(2);
    assertThat(wire.get(2).option(8).u32(2) - a).isEqualTo(20);
    assertThat(wire.get(1).option(8).u32(6)).isEqualTo(a);
    assertThat(wire.get(0).option(8).u32(6)).isZero();
    assertThat(wire.get(2).option(8).u32(6)).isEqualTo(wire.get(1).option(8).u32(2));
    assertThat(Wire.of("tcp no-timestamps\n" + OPEN).get(2).options()).isEmpty();
    Wire own = Wire.of(OPEN + "0.03 0> . tsval=0x10 tsecr=+5\n").get(3);
    assertThat(own.option(8).u32(2)).isEqualTo(16);
    assertThat(own.option(8).u32(6)).isEqualTo(wire.get(1).option(8).u32(2) + 5);
  }

  @Test
  void sequenceNumbersAreRelativeRawOrAnOffset() {
    List<Wire> wire =
        Wire.of(
            OPEN
                + """
            0.03 0> . 100
            0.04 0> . 100 seq=1
            0.05 0> . 1 seq=-1
            0.06 0> . seq=0x12345678 ack=+3
            0.07 0> .
            """);
    int a = wire.get(0).seq();
    assertThat(wire.get(4).seq() - a).isEqualTo(1);
    assertThat(wire.get(4).payload()).isEqualTo(wire.get(3).payload());
    assertThat(wire.get(5).seq() - a).isEqualTo(100);
    assertThat(wire.get(6).seq()).isEqualTo(0x12345678);
    assertThat(wire.get(6).ack() - wire.get(1).seq()).isEqualTo(4);
  }

  @Test
  void aSegmentSentAgainHasTheSameNumber() {
    List<Wire> wire = Wire.of(TCP + "0 0> S\n1 0> S\n1.1 0< S.\n1.2 0> .\n2 0> F.\n3 0> F.\n");
    assertThat(wire.get(1).seq()).isEqualTo(wire.get(0).seq());
    assertThat(wire.get(5).seq()).isEqualTo(wire.get(4).seq());
  }

  @Test
  void whatIsDroppedIsNotAcknowledged() {
    List<Wire> wire =
        Wire.of(
            OPEN
                + """
            0.03 0> . 100 !dropped
            0.04 0> . 100
            0.05 0< . sack
            0.06 0> . 100 seq=1
            0.07 0< .
            """);
    int a = wire.get(0).seq();
    assertThat(wire.get(5).ack() - a).isEqualTo(1);
    Octets sack = wire.get(5).option(5);
    assertThat(sack.u32(2) - a).isEqualTo(101);
    assertThat(sack.u32(6) - a).isEqualTo(201);
    assertThat(wire.get(7).ack() - a).isEqualTo(201);
  }

  @Test
  void whatIsUnseenHappenedAllTheSame() {
    List<Wire> wire =
        Wire.of(OPEN + "0.03 0> . 100 !unseen\n0.04 0< .\n0.05 0> . 10 !lost\n0.06 0< .\n");
    assertThat(wire).hasSize(5);
    assertThat(wire.get(3).ack() - wire.get(0).seq()).isEqualTo(101);
    assertThat(wire.get(4).ack()).isEqualTo(wire.get(3).ack());
  }

  @Test
  void aSenderMayKnowLess() {
    List<Wire> wire =
        Wire.of(OPEN + "0.03 0> . 100\n0.04 0< . 10 knows=0.025\n0.05 0< . knows=-0.01\n");
    assertThat(wire.get(4).ack() - wire.get(0).seq()).isEqualTo(1);
    assertThat(wire.get(5).ack() - wire.get(0).seq()).isEqualTo(101);
  }

  @Test
  void framesStandInOrderOfTheirTime() {
    String script = OPEN + "0.03 0> . 100 at=0.05\n0.04 0> . 200\n";
    Sample sorted = PacketScript.parse("x", script).run();
    assertThat(sorted.frames()).extracting(SampleFrame::wireLength).endsWith(266, 166);
    Sample unsorted = PacketScript.parse("x", "unsorted\n" + script).run();
    assertThat(unsorted.frames()).extracting(SampleFrame::wireLength).endsWith(166, 266);
  }

  @Test
  void anAnswerToASegmentOfNobodyHasNumberZero() {
    Wire reset = Wire.of(TCP + "0 0> S\n0.01 0< R.\n").get(1);
    assertThat(reset.seq()).isZero();
    assertThat(reset.window()).isZero();
    assertThat(reset.options()).isEmpty();
    assertThat(reset.tcp().flags()).isEqualTo(SegmentView.RST | SegmentView.ACK);
  }

  @Test
  void aPathLineAgainIsANewSubflow() {
    List<Wire> wire = Wire.of(OPEN + "path 0 A0 - B0\n9 0> S\n");
    assertThat(wire.get(3).seq()).isNotEqualTo(wire.get(0).seq());
  }

  @Test
  void repetitionsMoveOn() {
    List<Wire> wire = Wire.of(OPEN + "1 0> . 1000 x3 step=0.0001\n2 0< .\n");
    assertThat(wire).hasSize(7);
    assertThat(wire.get(6).ack() - wire.get(0).seq()).isEqualTo(3001);
    List<SampleFrame> frames =
        PacketScript.parse("x", OPEN + "1 0> . 1000 x3 step=0.0001\n").run().frames();
    assertThat(frames.get(5).timeNanos() - frames.get(3).timeNanos()).isEqualTo(200_000);
  }

  @Test
  void natAndPortsAndInterfaces() {
    List<Wire> wire =
        Wire.of(
            """
            host A A0=10.0.0.1
            host B B0=10.0.1.1
            path n A0:5000 - B0:81 nat=198.51.100.7:61001 if=2
            0 n> S
            0.1 n< S.
            """);
    assertThat(wire.get(0).ip().srcLow() & 0xffff_ffffL).isEqualTo(0xc633_6407L);
    assertThat(wire.get(0).tcp().srcPort()).isEqualTo(61001);
    assertThat(wire.get(1).tcp().dstPort()).isEqualTo(61001);
    assertThat(wire.get(0).tcp().dstPort()).isEqualTo(81);
    assertThat(wire.get(1).tcp().checksumGood(wire.get(1).ip())).isTrue();
  }

  @Test
  void captureSettings() {
    Sample sample =
        PacketScript.parse(
                "x",
                """
            interface 0 name=out snaplen=60
            interface 1 name=in
            start 2020-02-03T04:05:06Z
            """
                    + OPEN.replace("0.0 0> S", "vantage B\n0.0 0> S")
                    + "0.03 0> . 100 if=1 snap=70\n+0.001 copy if=0 ttl=9\n5 tick\n")
            .run();
    assertThat(sample.interfaces())
        .containsExactly(
            new Sample.CapturePoint("out", 60), new Sample.CapturePoint("in", 262_144));
    SampleFrame first = sample.frames().getFirst();
    assertThat(first.octets().length()).isEqualTo(60);
    assertThat(first.wireLength()).isEqualTo(74);
    assertThat(first.direction()).isEqualTo(Direction.INCOMING);
    assertThat(first.timeNanos()).isEqualTo(1_580_702_706_000_000_000L);
    assertThat(sample.frames().get(1).direction()).isEqualTo(Direction.OUTGOING);
    assertThat(sample.frames().get(3).octets().length()).isEqualTo(70);
    SampleFrame copy = sample.frames().get(4);
    assertThat(copy.interfaceId()).isZero();
    assertThat(copy.octets().at(14 + 8)).isEqualTo(9);
    assertThat(copy.octets().slice(34, 60))
        .isEqualTo(sample.frames().get(3).octets().slice(34, 60));
    assertThat(sample.frames()).hasSize(6);
  }

  @Test
  void checksumsCanBeWrong() {
    List<Wire> wire =
        Wire.of(OPEN + "1 0> . csum=bad\n2 0> . csum=partial\nhost A offload\n3 0> .\n");
    assertThat(wire.get(3).tcp().checksumGood(wire.get(3).ip())).isFalse();
    assertThat(wire.get(4).tcp().checksumPartial(wire.get(4).ip())).isTrue();
    assertThat(wire.get(5).tcp().checksumPartial(wire.get(5).ip())).isTrue();
  }

  @Test
  void optionsStandAsWritten() {
    Wire wire =
        Wire.of(
                TCP
                    + "0 0> S mss=1400, ws=3, tfo=0102030405060708, option=253:aa, nop, raw=1e03f0\n")
            .getFirst();
    assertThat(wire.options())
        .extracting(Octets::hex)
        .contains("02040578", "030303", "220a0102030405060708", "fd03aa", "1e03f0", "0402");
  }

  @Test
  void fragmentsAreFramesOfTheirOwn() {
    String v6 = TCP.replace("10.0.0.1:40000", "2001:db8::1").replace("10.0.1.1:80", "2001:db8::2");
    for (String hosts : new String[] {TCP, v6}) {
      List<SampleFrame> all =
          PacketScript.parse("x", hosts + "0 0> S 100 frag=64\n1 0< S.\n").run().frames();
      List<SampleFrame> some =
          PacketScript.parse("x", hosts + "0 0> S 100 frag=64:1,3\n").run().frames();
      assertThat(all).hasSize(4);
      assertThat(some)
          .extracting(SampleFrame::octets)
          .containsExactly(all.get(0).octets(), all.get(2).octets());
    }
  }

  @Test
  void aTagMovesTheIpHeader() {
    Wire wire =
        Wire.of(TCP.replace("A0 - B0", "A0 - B0 vlan=42") + "0 0> S\n1 copy ttl=7\n").get(1);
    assertThat(wire.ip().vlan()).isEqualTo(42);
    assertThat(wire.ip().hopLimit()).isEqualTo(7);
    assertThat(wire.tcp().checksumGood(wire.ip())).isTrue();
  }

  @Test
  void identificationsCanAllBeZero() {
    List<Wire> wire = Wire.of(TCP + "host A ipid=0\npath 0 A0 - B0\n0 0> S\n1 0> S\n");
    assertThat(wire).extracting(w -> w.ip().ipId()).containsExactly(0, 0);
  }
}
