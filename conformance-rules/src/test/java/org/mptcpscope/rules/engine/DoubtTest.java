package org.mptcpscope.rules.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.trace.TraceOptions.CapturedAt;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.CaptureReport.Outcome;
import org.mptcpscope.rules.api.Confidence;
import org.mptcpscope.rules.api.Fault.Doubted;
import org.mptcpscope.rules.api.Finding;
import org.mptcpscope.rules.api.Severity;
import org.mptcpscope.rules.api.Verdict;

/**
 * What a circumstance does to a charge: each has a script in which it holds, and one that misses it
 * by a hair. Those that a rule of today meets are scripts of sample-pcaps, folder quality.
 */
class DoubtTest {
  private static final String HOSTS =
      """
      # RFC 8684, section 3.
      host A   A0=10.0.0.1  A1=10.0.2.1
      host B   B0=10.0.1.1
      path 0   A0 - B0
      path 1   A1 - B0
      """;

  private static final String OPEN =
      HOSTS
          + """
          0.000   0>  S        mp_capable
          0.010   0<  S.       mp_capable
          0.020   0>  .        mp_capable
          0.030   0>  P. 100   mp_capable
          0.040   0<  .        dss dack
          """;

  private static final String CHARGE = "0.500  0>  .   dss dack, mp_prio backup\n";
  private static final String START = "0.200  0>  .   dss dack, mp_prio nobackup\n";

  private static void assertUnclear(String requirement, String reason, String script) {
    CaptureReport report = new Probe(requirement).judge(script);
    assertThat(report.findings()).isEmpty();
    Outcome outcome = report.requirements().get(requirement);
    assertThat(outcome.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(outcome.reason()).isEqualTo(reason);
  }

  private static Finding found(Probe probe, String script) {
    return found(probe.judge(script));
  }

  private static Finding found(CaptureReport report) {
    assertThat(report.findings()).hasSize(1);
    assertThat(report.requirements().values())
        .extracting(Outcome::verdict)
        .containsOnly(Verdict.VIOLATION);
    return report.findings().getFirst();
  }

  @Test
  void stands() {
    Finding finding = found(new Probe("TCP-NO-DATA-AFTER-FIN"), OPEN + START + CHARGE);
    assertThat(finding.severity()).isEqualTo(Severity.ERROR);
    assertThat(finding.confidence()).isEqualTo(Confidence.CERTAIN);
    assertThat(finding.weakenedBy()).isEmpty();
    assertThat(finding.frames()).containsExactly(7, 6);
    assertThat(finding.fault().side()).isEqualTo(Side.INITIATOR);
    assertThat(finding.doubts()).containsExactly(Doubted.MIDDLEBOX);
    assertThat(finding.address()).isEqualTo("10.0.0.1:40000");
  }

  @Test
  void captureAtTheAccusedLeavesNoRoomForABox() {
    CaptureReport report =
        new Probe("TCP-NO-DATA-AFTER-FIN")
            .judge(OPEN + CHARGE, new CapturedAt.AtSide(Side.INITIATOR));
    assertThat(found(report).doubts()).isEmpty();
    CaptureReport other =
        new Probe("TCP-NO-DATA-AFTER-FIN")
            .judge(OPEN + CHARGE, new CapturedAt.AtSide(Side.LISTENER));
    assertThat(found(other).doubts()).containsExactly(Doubted.MIDDLEBOX);
  }

  @Test
  void causalityLeavesNoRoomForABox() {
    assertThat(found(new Probe("DSS-NOT-ALL-SUBFLOWS-CLOSED-EARLY"), OPEN + CHARGE).doubts())
        .isEmpty();
  }

  @Test
  void midstream() {
    String unseen = OPEN.replace("mp_capable\n", "!unseen  mp_capable\n");
    assertUnclear("TCP-NO-DATA-AFTER-FIN", "midstream", unseen + CHARGE);
    String answerOnly = unseen.replace("S.       !unseen  ", "S.       ");
    assertThat(found(new Probe("TCP-NO-DATA-AFTER-FIN"), answerOnly + CHARGE).severity())
        .isEqualTo(Severity.ERROR);
  }

  @Test
  void fullPayload() {
    String data = "0.%s  0>  P. 100  snap=120  dss dack dsn\n";
    assertUnclear(
        "DSS-SAME-SSN-SAME-BYTES", "full-payload", OPEN + START + data.formatted("300") + CHARGE);
    Finding finding =
        found(new Probe("DSS-SAME-SSN-SAME-BYTES"), OPEN + START + CHARGE + data.formatted("501"));
    assertThat(finding.requirement()).isEqualTo("DSS-SAME-SSN-SAME-BYTES");
  }

  @Test
  void snaplen() {
    String data = "0.%s  0>  P. 100  snap=120  dss dack dsn\n";
    assertUnclear(
        "DSS-PAYLOAD-COVERED-BY-MAPPING", "snaplen", OPEN + START + data.formatted("300") + CHARGE);
    found(
        new Probe("DSS-PAYLOAD-COVERED-BY-MAPPING"), OPEN + START + CHARGE + data.formatted("501"));
  }

  @Test
  void snaplenBeforeAndBehindTheFrame() {
    String data = "0.%s  0>  P. 100  snap=120  dss dack dsn\n";
    found(
        new Probe("DSS-PAYLOAD-COVERED-BY-MAPPING"),
        OPEN + data.formatted("300") + CHARGE + data.formatted("501"));
  }

  @Test
  void fallback() {
    String before = "0.100  0>  P. 100  dss dack infinite\n0.110  0<  .\n";
    assertUnclear("FCLOSE-RST-FORM-ALL-SUBFLOWS", "fallback", OPEN + before + CHARGE);
    String behind = "0.510  0>  P. 100  dss dack infinite\n0.520  0<  .\n";
    found(new Probe("FCLOSE-RST-FORM-ALL-SUBFLOWS"), OPEN + CHARGE + behind);
  }

  @Test
  void asymmetricPath() {
    String lost = "0.100  0>  . 1000  !unseen  dss dack dsn\n0.110  0<  .  dss dack\n";
    String seen = "0.120  0>  . 1400 x%s  dss dack dsn\n0.180  0<  .  dss dack\n";
    assertUnclear(
        "JOIN-NO-DATA-PRE-ESTABLISHED",
        "asymmetric-path",
        OPEN + lost + seen.formatted(2) + CHARGE);
    found(new Probe("JOIN-NO-DATA-PRE-ESTABLISHED"), OPEN + lost + seen.formatted(8) + CHARGE);
  }

  @Test
  void windowScaleUnknown() {
    String late = OPEN.replaceFirst("mp_capable\n", "!unseen  mp_capable\n");
    Finding sure = found(new Probe("DSS-RIGHT-EDGE-NOT-SHRUNK", true, -1), OPEN + CHARGE);
    assertThat(sure.requirement()).isEqualTo("DSS-RIGHT-EDGE-NOT-SHRUNK");
    CaptureReport report = new Probe("DSS-RIGHT-EDGE-NOT-SHRUNK", true, -1).judge(late + CHARGE);
    assertThat(report.requirements().get("DSS-RIGHT-EDGE-NOT-SHRUNK").reason())
        .isEqualTo("window-scale-unknown");
  }

  @Test
  void simultaneousOpen() {
    String crossed =
        HOSTS
            + """
            0.000   0>  S        mp_capable
            0.001   0<  S        mp_capable
            0.010   0<  S.       mp_capable
            0.011   0>  S.       mp_capable
            0.020   0>  .        mp_capable
            """;
    assertUnclear("CAP-REFUSED-MEANS-TCP", "simultaneous-open", crossed + CHARGE);
    found(new Probe("CAP-REFUSED-MEANS-TCP"), OPEN + CHARGE);
  }

  @Test
  void simultaneousClose() {
    String close = "0.100  0>  F.  dss dack\n0.%s  0<  F.  knows=0.050  dss dack\n";
    assertUnclear(
        "FCLOSE-RECEIVER-RST-SAME-SUBFLOW",
        "simultaneous-close",
        OPEN + close.formatted("105") + CHARGE);
    found(
        new Probe("FCLOSE-RECEIVER-RST-SAME-SUBFLOW"),
        OPEN + close.formatted("190").replace("knows=0.050  ", "") + CHARGE);
  }

  @Test
  void closingLowersConfidenceOnce() {
    String fin = "%s  0<  F.  dss dack\n";
    Probe probe = new Probe("REM-UNKNOWN-ID-IGNORED");
    Finding sure = found(probe, OPEN + CHARGE);
    Finding doubted = found(probe, OPEN + fin.formatted("0.100") + CHARGE);
    assertThat(sure.confidence()).isEqualTo(Confidence.LIKELY);
    assertThat(doubted.confidence()).isEqualTo(Confidence.POSSIBLE);
    assertThat(doubted.weakenedBy()).contains("closing");
    assertThat(found(probe, OPEN + CHARGE + fin.formatted("0.900")).confidence())
        .isEqualTo(Confidence.LIKELY);
  }

  @Test
  void closingIsNotTheEvidenceItself() {
    String fin = CHARGE.replace("0>  .", "0>  F.");
    assertThat(found(new Probe("REM-UNKNOWN-ID-IGNORED"), OPEN + fin).confidence())
        .isEqualTo(Confidence.LIKELY);
  }

  @Test
  void closingCountsUntilOneRoundTripLater() {
    String fin = "%s  0<  F.  dss dack\n";
    Probe probe = new Probe("REM-UNKNOWN-ID-IGNORED");
    assertThat(found(probe, OPEN + CHARGE + fin.formatted("0.550")).confidence())
        .isEqualTo(Confidence.POSSIBLE);
    assertThat(found(probe, OPEN + CHARGE + fin.formatted("0.600")).confidence())
        .isEqualTo(Confidence.LIKELY);
  }

  @Test
  void possibleIsOneSeverityLower() {
    String fin = "0.100  0<  F.  dss dack\n";
    Probe probe = new Probe("FCLOSE-RST-FORM-ALL-SUBFLOWS");
    assertThat(found(probe, OPEN + CHARGE).severity()).isEqualTo(Severity.WARNING);
    Finding doubted = found(probe, OPEN + fin + CHARGE);
    assertThat(doubted.confidence()).isEqualTo(Confidence.POSSIBLE);
    assertThat(doubted.severity()).isEqualTo(Severity.NOTE);
  }

  @Test
  void reducedNeedsAreSkipped() {
    String unseen = OPEN.replace("mp_capable\n", "!unseen  mp_capable\n");
    Finding reduced = found(new Probe("TCP-NO-DATA-AFTER-FIN", true, -1), unseen + CHARGE);
    assertThat(reduced.severity()).isEqualTo(Severity.ERROR);
    Finding yes = found(new Probe("ADD-ID-NAMES-ONE-ADDRESS"), OPEN + CHARGE);
    assertThat(yes.confidence()).isEqualTo(Confidence.LIKELY);
    Finding lowered = found(new Probe("ADD-ID-NAMES-ONE-ADDRESS", true, -1), OPEN + CHARGE);
    assertThat(lowered.confidence()).isEqualTo(Confidence.CERTAIN);
  }

  @Test
  void heuristicWithoutVantageIsLikely() {
    Finding finding = found(new Probe("JOIN-TOKEN-NAMES-RECEIVER"), OPEN + CHARGE);
    assertThat(finding.confidence()).isEqualTo(Confidence.LIKELY);
    assertThat(finding.weakenedBy()).isEqualTo("inferred from circumstances");
    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
  }

  @Test
  void timingJitterLowersConfidenceAndSeverity() {
    Probe near = new Probe("FB-NO-DATAACK-AFTER-INFINITE", true, 249_000_000);
    Probe far = new Probe("FB-NO-DATAACK-AFTER-INFINITE", true, 251_000_000);
    Finding doubted = found(near, OPEN + CHARGE);
    assertThat(doubted.doubts()).contains(Doubted.TIMING);
    assertThat(doubted.weakenedBy()).contains("missed by little");
    Finding sure = found(far, OPEN + CHARGE);
    assertThat(sure.doubts()).doesNotContain(Doubted.TIMING);
    assertThat(sure.confidence()).isGreaterThan(doubted.confidence());
  }

  @Test
  void middleboxIsAQuestionOfFaultNotOfFact() {
    String hops = OPEN + "0.100  0>  .  ttl=%s  dss dack\n" + CHARGE;
    Finding doubted = found(new Probe("CAP-CRYPTO-PRESENT"), hops.formatted(60));
    assertThat(doubted.confidence()).isEqualTo(Confidence.LIKELY);
    assertThat(doubted.severity()).isEqualTo(Severity.ERROR);
    assertThat(doubted.doubts()).contains(Doubted.MIDDLEBOX);
    Finding sure = found(new Probe("CAP-CRYPTO-PRESENT"), hops.formatted(63));
    assertThat(sure.confidence()).isEqualTo(Confidence.CERTAIN);
  }

  @Test
  void policyIsOnlyNamed() {
    Finding finding = found(new Probe("JOIN-DEMUX-BY-TOKEN"), OPEN + CHARGE);
    assertThat(finding.doubts()).contains(Doubted.POLICY);
    assertThat(found(new Probe("TCP-NO-DATA-AFTER-FIN"), OPEN + CHARGE).doubts())
        .doesNotContain(Doubted.POLICY);
  }

  @Test
  void reactionIsANoteUnlessCapturedAtTheHost() {
    String id = "JOIN-ACK-TRIGGERS-ACK";
    Finding elsewhere = found(new Probe(id), OPEN + CHARGE);
    assertThat(elsewhere.severity()).isEqualTo(Severity.NOTE);
    assertThat(elsewhere.confidence()).isEqualTo(Confidence.LIKELY);
    assertThat(elsewhere.weakenedBy()).isEqualTo("not captured at the initiator");
    Finding here = found(new Probe(id).judge(OPEN + CHARGE, new CapturedAt.AtSide(Side.INITIATOR)));
    assertThat(here.severity()).isEqualTo(Severity.WARNING);
    assertThat(here.confidence()).isEqualTo(Confidence.CERTAIN);
  }

  @Test
  void versionThatDoesNotBindIsNotApplicable() {
    String old = OPEN.replace("# RFC 8684, section 3.\n", "connection 0 v0\n");
    old = old.replace("connection 0 v0\n", "").replace("path 0", "connection 0 v0\npath 0");
    CaptureReport report = new Probe("RST-ONLY-ON-RST").judge(old + CHARGE);
    assertThat(report.findings()).isEmpty();
    assertThat(report.requirements().get("RST-ONLY-ON-RST").verdict())
        .isEqualTo(Verdict.NOT_APPLICABLE);
    found(new Probe("RST-ONLY-ON-RST"), OPEN + CHARGE);
  }

  @Test
  void versionThatIsNotKnownIsInconclusive() {
    String unseen = OPEN.replace("mp_capable\n", "!unseen  mp_capable\n");
    assertUnclear("RST-ONLY-ON-RST", "syn-captured", unseen + CHARGE);
  }

  @Test
  void silenceIsPassIfTheSubjectWasSeen() {
    CaptureReport report = new Probe("RST-ONLY-ON-RST").judge(OPEN);
    assertThat(report.requirements().get("RST-ONLY-ON-RST").verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void repetitionsAreOneFindingWithAtMostSixteenFrames() {
    StringBuilder script = new StringBuilder(OPEN);
    for (int i = 0; i < 40; i++) {
      script.append("0.5").append(10 + i).append("  0>  .   dss dack, mp_prio backup");
      script.append(i % 2 == 0 ? " reserved=1\n" : "\n");
    }
    Finding finding = found(new Probe("TCP-NO-DATA-AFTER-FIN"), script.toString());
    assertThat(finding.frames()).hasSize(17);
    assertThat(finding.count()).isGreaterThanOrEqualTo(32);
    assertThat(finding.evidence().getLast().repetition()).isTrue();
  }
}
