package org.mptcpscope.rules.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.capture.CaptureWarning;
import org.mptcpscope.rules.Lab;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.Finding;
import org.mptcpscope.rules.api.Severity;
import org.mptcpscope.samples.script.PacketScript;

/** Sections of one file whose clocks differ. */
class SectionClocksTest {
  /** The listener acknowledges on path 0 what it got on path 1. */
  private static final String SCRIPT =
      """
      # RFC 8684, section 3.3.2.
      host A   A0=10.0.0.1  A1=10.0.2.1
      host B   B0=10.0.1.1
      path 0   A0 - B0
      path 1   A1 - B0
      0.000   0>  S        mp_capable
      0.020   0<  S.       mp_capable
      0.0201  0>  .        mp_capable
      0.030   0>  P. 100   mp_capable
      0.050   0<  .        dss dack
      0.060   1>  S        mp_join
      0.080   1<  S.       mp_join
      0.0801  1>  .        mp_join
      0.100   1<  .        dss dack
      0.120   1>  P. 300   dss dack dsn
      0.140   1<  .        dss dack
      0.150   0>  P. 300   dss dack dsn
      0.170   0<  .        dss dack
      0.180   1>  P. 300   dss dack dsn
      0.200   0<  .        dss dack
      0.210   1<  .        dss dack
      """;

  private static CaptureReport judge(String damage) {
    byte[] octets = PacketScript.parse("clocks.pkt", SCRIPT).run().toPcapng();
    Recording whole = Recording.of(CaptureSource.memory("clocks", octets));
    Damage how =
        Damage.all(1).stream().filter(one -> one.name().equals(damage)).findFirst().orElseThrow();
    return Lab.judge(how.inflict().apply(whole).source("clocks"), false);
  }

  private static List<String> loud(CaptureReport report) {
    return report.findings().stream()
        .filter(finding -> finding.severity() != Severity.NOTE)
        .map(Finding::rule)
        .toList();
  }

  @Test
  void aClockThatIsBehindIsSaidAndAccusesNobody() {
    CaptureReport report = judge("one flow off by 300 ms");
    assertThat(loud(report)).isEmpty();
    assertThat(report.warnings())
        .containsExactly(
            new CaptureWarning(
                CaptureWarning.CLOCK_SKEW,
                "the clocks of interfaces 0 and 1 differ by at least 250.000 ms,"
                    + " what rests on the order of nearer frames is not judged",
                0));
  }

  @Test
  void oneClockInTwoSectionsIsNoSkew() {
    CaptureReport report = judge("halves in two sections");
    assertThat(loud(report)).isEmpty();
    assertThat(report.warnings()).isEmpty();
  }
}
