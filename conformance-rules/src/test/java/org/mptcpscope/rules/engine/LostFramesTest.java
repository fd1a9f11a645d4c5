package org.mptcpscope.rules.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.capture.CaptureWarning;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.samples.script.PacketScript;

/** What the capturing system lost may be what is missing. */
class LostFramesTest {
  private static final String SCRIPT =
      """
      # RFC 8684, section 3.
      host A   A0=10.0.0.1
      host B   B0=10.0.1.1
      path 0   A0 - B0
      0.000   0>  S        mp_capable
      0.010   0<  S.       mp_capable
      0.020   0>  .        mp_capable
      0.030   0>  P. 100   mp_capable
      0.040   0<  .        dss dack
      0.500   0>  .        dss dack, mp_prio backup
      """;

  private static final int STATISTICS = 5;
  private static final int INTERFACE_DROPS = 5;
  private static final int PACKET = 6;
  private static final int PACKET_DROPS = 4;

  private static CaptureReport judge(String requirement, long drops) throws CaptureException {
    byte[] frames = PacketScript.parse("probe.pkt", SCRIPT).run().toPcapng();
    byte[] octets =
        ByteBuffer.allocate(frames.length + 40)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(frames)
            .putInt(STATISTICS)
            .putInt(40)
            .putInt(0)
            .putLong(0)
            .putShort((short) INTERFACE_DROPS)
            .putShort((short) 8)
            .putLong(drops)
            .putInt(0)
            .putInt(40)
            .array();
    return judge(requirement, octets);
  }

  /** The same where the packet block of one frame counts the losses before it. */
  private static CaptureReport judge(String requirement, int frame, long drops)
      throws CaptureException {
    ByteBuffer from =
        ByteBuffer.wrap(PacketScript.parse("probe.pkt", SCRIPT).run().toPcapng())
            .order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer to = ByteBuffer.allocate(from.limit() + 16).order(ByteOrder.LITTLE_ENDIAN);
    int frames = 0;
    while (from.hasRemaining()) {
      int length = from.getInt(from.position() + 4);
      byte[] block = new byte[length];
      boolean isFrame = from.getInt(from.position()) == PACKET;
      from.get(block);
      if (isFrame && ++frames == frame) {
        to.put(block, 0, 4).putInt(length + 16).put(block, 8, length - 12);
        to.putShort((short) PACKET_DROPS).putShort((short) 8).putLong(drops).putInt(0);
        to.putInt(length + 16);
      } else {
        to.put(block);
      }
    }
    return judge(requirement, to.array());
  }

  private static CaptureReport judge(String requirement, byte[] octets) throws CaptureException {
    return Linter.lint(
        CaptureSource.memory("probe", octets),
        LintOptions.DEFAULT,
        Docket.of(LintOptions.DEFAULT, List.of(new Probe(requirement))),
        List.of());
  }

  @Test
  void withoutLossTheChargeStands() throws CaptureException {
    CaptureReport report = judge("JOIN-NO-DATA-PRE-ESTABLISHED", 0);
    assertThat(report.findings()).hasSize(1);
    assertThat(report.warnings()).isEmpty();
  }

  @Test
  void withLossItIsInconclusiveWhereALostFrameMayExplainIt() throws CaptureException {
    CaptureReport report = judge("JOIN-NO-DATA-PRE-ESTABLISHED", 3);
    assertThat(report.findings()).isEmpty();
    assertThat(report.requirements().get("JOIN-NO-DATA-PRE-ESTABLISHED").reason())
        .isEqualTo("capture-gap");
    assertThat(report.warnings())
        .extracting(CaptureWarning::code)
        .containsExactly(CaptureWarning.DROPS);
  }

  @Test
  void withLossAnOctetThatIsThereStaysWrong() throws CaptureException {
    assertThat(judge("TCP-NO-DATA-AFTER-FIN", 3).findings()).hasSize(1);
  }

  @Test
  void aLossAtThePlaceOfTheEvidenceMakesItInconclusive() throws CaptureException {
    CaptureReport report = judge("JOIN-NO-DATA-PRE-ESTABLISHED", 6, 1);
    assertThat(report.findings()).isEmpty();
    assertThat(report.requirements().get("JOIN-NO-DATA-PRE-ESTABLISHED").reason())
        .isEqualTo("capture-gap");
  }

  @Test
  void aLossElsewhereLeavesItAsItIs() throws CaptureException {
    CaptureReport sound = judge("JOIN-NO-DATA-PRE-ESTABLISHED", 0);
    CaptureReport report = judge("JOIN-NO-DATA-PRE-ESTABLISHED", 3, 1);
    assertThat(report.findings()).isEqualTo(sound.findings());
    assertThat(report.warnings())
        .extracting(CaptureWarning::code)
        .containsExactly(CaptureWarning.DROPS);
  }
}
