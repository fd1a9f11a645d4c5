package org.mptcpscope.rules.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.rules.Lab;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.Verdict;
import org.mptcpscope.samples.script.PacketScript;

/** What was not seen is not called right. */
class PreconditionsTest {
  private static Verdict verdict(CaptureReport report, String requirement) {
    return report.requirements().get(requirement).verdict();
  }

  @Test
  void aRefusedJoinHasNoAnswerToJudge() {
    Path file =
        Lab.project().resolve("sample-pcaps/captures/linux/join_unknown_token/client.pcapng.gz");
    CaptureReport report = Lab.judge(CaptureSource.file(file), false);
    assertThat(verdict(report, "JOIN-SYN-LENGTH")).isEqualTo(Verdict.PASS);
    for (String id :
        new String[] {"JOIN-SYNACK-HMAC-VALID", "JOIN-ACK-HMAC-VALID", "JOIN-ACK-TRIGGERS-ACK"}) {
      assertThat(verdict(report, id)).as(id).isEqualTo(Verdict.NOT_APPLICABLE);
    }
  }

  @Test
  void aJoinWithAllItsPacketsIsJudged() {
    Path file = Lab.project().resolve("sample-pcaps/captures/linux/subflow_2/client.pcapng.gz");
    CaptureReport report = Lab.judge(CaptureSource.file(file), false);
    assertThat(verdict(report, "JOIN-SYNACK-HMAC-VALID")).isEqualTo(Verdict.PASS);
    assertThat(verdict(report, "JOIN-ACK-HMAC-VALID")).isEqualTo(Verdict.PASS);
  }

  @Test
  void aJoinWhoseAnswerIsNotInTheCaptureIsInconclusive() {
    String script =
        """
        host A   A0=10.0.0.1 A1=10.0.2.1
        host B   B0=10.0.1.1
        connection 0 v1
        path 0   A0 - B0
        path 1   A1 - B0
        0.000  0>  S        mp_capable
        0.010  0<  S.       mp_capable
        0.020  0>  .        mp_capable
        0.021  0>  P. 100   mp_capable
        0.031  0<  .        dss dack
        0.040  1>  S        mp_join
        0.050  1<  S.       !unseen  mp_join
        0.060  1>  .        mp_join
        0.070  1<  .        dss dack
        0.080  1>  P. 100   dss dack dsn
        0.090  1<  .        dss dack
        """;
    CaptureReport report =
        Lab.judge(
            CaptureSource.memory("a", PacketScript.parse("a", script).run().toPcapng()), false);
    for (String id : new String[] {"JOIN-ACK-HMAC-VALID", "JOIN-ACK-TRIGGERS-ACK"}) {
      assertThat(report.requirements().get(id).reason()).as(id).isEqualTo("syn-captured");
      assertThat(verdict(report, id)).as(id).isEqualTo(Verdict.INCONCLUSIVE);
    }
    assertThat(verdict(report, "CAP-LISTENER-KEY-ECHO")).isEqualTo(Verdict.PASS);
  }
}
