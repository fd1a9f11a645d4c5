package org.mptcpscope.rules.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.Finding;
import org.mptcpscope.rules.api.FindingListener;
import org.mptcpscope.samples.script.PacketScript;

/** When a finding is told while its capture is judged, and when it is taken back. */
class AnnouncerTest {
  private static final String OPEN =
      """
      # RFC 8684, section 3.
      host A   A0=10.0.0.1  A1=10.0.2.1
      host B   B0=10.0.1.1
      path 0   A0 - B0
      0.000   0>  S        mp_capable
      0.010   0<  S.       mp_capable
      0.020   0>  .        mp_capable
      0.030   0>  P. 100   mp_capable
      0.040   0<  .        dss dack
      """;

  private static final String CHARGE = "%s  0>  .   dss dack, mp_prio backup\n";
  private static final String LATER = "9.000  0>  .   dss dack\n";

  private final List<String> heard = new ArrayList<>();

  private CaptureReport judge(String requirement, String script) throws CaptureException {
    byte[] octets = PacketScript.parse("probe.pkt", script).run().toPcapng();
    FindingListener listener =
        new FindingListener() {
          @Override
          public void found(Finding finding, boolean open) {
            heard.add((open ? "so far " : "found ") + finding.frame().number());
          }

          @Override
          public void withdrawn(Finding finding) {
            heard.add("withdrawn " + finding.frame().number());
          }
        };
    return Linter.lint(
        CaptureSource.memory("probe", octets),
        LintOptions.DEFAULT,
        Docket.of(LintOptions.DEFAULT, List.of(new Probe(requirement))),
        List.of(),
        listener);
  }

  @Test
  void whatIsFoundShortlyBeforeTheEndIsToldAtTheEnd() throws CaptureException {
    CaptureReport report = judge("TCP-NO-DATA-AFTER-FIN", OPEN + CHARGE.formatted("0.500"));
    assertThat(report.findings()).hasSize(1);
    assertThat(heard).containsExactly("found 6");
  }

  @Test
  void whatIsFoundInAnOpenConnectionIsToldOnceWhenItHasSettled() throws CaptureException {
    String script = OPEN + CHARGE.formatted("0.500") + CHARGE.formatted("5.000") + LATER;
    CaptureReport report = judge("TCP-NO-DATA-AFTER-FIN", script);
    assertThat(report.findings()).hasSize(1);
    assertThat(report.findings().getFirst().count()).isEqualTo(2);
    assertThat(heard).as("the repetition is no other finding").containsExactly("so far 6");
  }

  @Test
  void whatALossExplainsLaterIsWithdrawn() throws CaptureException {
    String lost = "7.000  0>  . 1000  !unseen  dss dack dsn\n7.010  0<  .  dss dack\n";
    CaptureReport report =
        judge("JOIN-NO-DATA-PRE-ESTABLISHED", OPEN + CHARGE.formatted("0.500") + lost + LATER);
    assertThat(report.findings()).isEmpty();
    assertThat(heard).containsExactly("so far 6", "withdrawn 6");
  }

  @Test
  void whatNeverStandsIsNeverTold() throws CaptureException {
    String unseen = OPEN.replace("mp_capable\n", "!unseen  mp_capable\n");
    judge("TCP-NO-DATA-AFTER-FIN", unseen + CHARGE.formatted("0.500") + LATER);
    assertThat(heard).isEmpty();
  }
}
