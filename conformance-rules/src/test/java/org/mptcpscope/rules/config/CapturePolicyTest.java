package org.mptcpscope.rules.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.rules.Lab;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.Finding;
import org.mptcpscope.rules.api.Review;
import org.mptcpscope.rules.api.Review.Accepted;
import org.mptcpscope.rules.api.Review.Expectation;
import org.mptcpscope.rules.api.Severity;
import org.mptcpscope.rules.api.Threshold;
import org.mptcpscope.rules.engine.LintOptions;

/** What settings make of a report. */
class CapturePolicyTest {
  @TempDir private Path directory;

  private static CaptureReport sample(String name) {
    Path file = Lab.project().resolve("sample-pcaps/captures/scripted-peer").resolve(name);
    return Lab.judge(CaptureSource.file(file), LintOptions.DEFAULT);
  }

  private CapturePolicy policy(String yaml, String capture) {
    Path file = directory.resolve("mptcpscope.yaml");
    Lab.write(file, yaml);
    return Configs.search(null, List.of()).policy(directory.resolve(capture).toString());
  }

  private static Finding finding(CaptureReport report, String rule) {
    return report.findings().stream()
        .filter(one -> one.rule().equals(rule))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void severitiesAreLoweredAndNeverRaised() {
    CaptureReport report = sample("own-add_addr_hmac_wrong.pcap");
    assertThat(finding(report, "add-addr-hmac-wrong").severity()).isEqualTo(Severity.ERROR);
    CaptureReport lowered = policy("severity: {add-addr-hmac-wrong: note}", "a.pcap").apply(report);
    assertThat(finding(lowered, "add-addr-hmac-wrong").severity()).isEqualTo(Severity.NOTE);
    assertThat(lowered.fails()).isFalse();
    assertThat(lowered.verdicts()).isEqualTo(report.verdicts());

    // What is a note already stays one, though the name covers rules that may weigh more.
    String all = "severity: {'*': error}";
    CaptureReport same = policy(all, "a.pcap").apply(lowered);
    assertThat(same.findings()).allMatch(one -> one.severity() == Severity.NOTE);
  }

  /** The last layer that covers the capture decides, so that an override lifts a cap again. */
  @Test
  void laterLayersWin() {
    String yaml =
        """
        fail-on: never
        severity: {add-addr-hmac-wrong: note}
        overrides:
          - paths: "strict-*"
            fail-on: warning
            severity: {ADD: error}
          - paths: strict-not.pcap
            severity: {add-addr-hmac-wrong: warning}
        """;
    CaptureReport report = sample("own-add_addr_hmac_wrong.pcap");
    CaptureReport loose = policy(yaml, "a.pcap").apply(report);
    assertThat(finding(loose, "add-addr-hmac-wrong").severity()).isEqualTo(Severity.NOTE);
    assertThat(loose.review().failOn()).isEqualTo(Threshold.NEVER);
    assertThat(loose.fails()).isFalse();
    CaptureReport strict = policy(yaml, "strict-1.pcap").apply(report);
    assertThat(finding(strict, "add-addr-hmac-wrong").severity()).isEqualTo(Severity.ERROR);
    assertThat(strict.fails()).isTrue();
    CaptureReport not = policy(yaml, "strict-not.pcap").apply(report);
    assertThat(finding(not, "add-addr-hmac-wrong").severity()).isEqualTo(Severity.WARNING);
    assertThat(not.fails()).isTrue();
  }

  @Test
  void knownFindingsArePutAsideAndNotLost() {
    String yaml =
        """
        expected:
          - rule: ADD-HMAC-VALID
            fault: listener
            reason: reported to them
        """;
    CaptureReport report = sample("own-add_addr_hmac_wrong.pcap");
    Finding known = finding(report, "add-addr-hmac-wrong");
    CaptureReport reviewed = policy(yaml, "a.pcap").apply(report);
    assertThat(reviewed.findings()).hasSize(report.findings().size() - 1).doesNotContain(known);
    assertThat(reviewed.review().accepted())
        .containsExactly(
            new Accepted(
                known, "reported to them", directory.resolve("mptcpscope.yaml") + ":2", false));
    assertThat(reviewed.fails()).isFalse();
    // Of the other host it would be news.
    CaptureReport other = policy(yaml.replace("listener", "initiator"), "a.pcap").apply(report);
    assertThat(other.findings()).isEqualTo(report.findings());
    assertThat(other.fails()).isTrue();
  }

  @Test
  void theCommandLineComesFirst() {
    Lab.write(
        directory.resolve("mptcpscope.yaml"),
        "select: JOIN\nignore: DSS\nfail-on: never\nadvisory: true\nrequire: v0\n");
    Configs configs = Configs.search(Threshold.NOTE, List.of(Demand.V1));
    CapturePolicy policy = configs.policy(directory.resolve("a.pcap").toString());
    LintOptions given =
        new LintOptions(
            List.of("ADD"), List.of("echo-with-hmac"), false, LintOptions.DEFAULT.trace());
    LintOptions options = policy.options(given);
    assertThat(options.select()).containsExactly("ADD");
    assertThat(options.ignore()).containsExactly("DSS", "echo-with-hmac");
    assertThat(options.advisory()).isTrue();
    assertThat(policy.options(LintOptions.DEFAULT).select()).containsExactly("JOIN");
    CaptureReport reviewed = policy.apply(sample("own-add_addr_hmac_wrong.pcap"));
    assertThat(reviewed.review().failOn()).isEqualTo(Threshold.NOTE);
    assertThat(reviewed.review().expectations())
        .extracting(Expectation::expected, Expectation::line, Expectation::isMet)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("MPTCP version 1", 0, true),
            org.assertj.core.groups.Tuple.tuple("MPTCP version 0", 5, false));
    assertThat(reviewed.fails()).isTrue();
  }

  @Test
  void nobodySaidAnything() {
    CaptureReport report = sample("own-add_addr_hmac_wrong.pcap");
    CaptureReport same = Configs.none(null, List.of()).policy("a.pcap").apply(report);
    assertThat(same.findings()).isEqualTo(report.findings());
    assertThat(same.review()).isEqualTo(Review.NONE);
  }

  @ParameterizedTest
  @CsvSource({
    "*.pcap, a.pcap, true",
    "*.pcap, x/y/a.pcap, true",
    "*.pcap, a.pcapng, false",
    "x/*.pcap, x/a.pcap, true",
    "x/*.pcap, x/y/a.pcap, false",
    "x/**, x/y/a.pcap, true",
    "x/, x/y/a.pcap, true",
    "x/, y/x/a.pcap, false",
    "**/y/*, y/a.pcap, true",
    "**/y/*, x/y/a.pcap, true",
    "**/y/**/b/*, y/b/a.pcap, true",
    "**/y/**/b/*, y/1/2/b/a.pcap, true",
    "./x/a?pcap, x/a.pcap, true",
    "[a].pcap, '[a].pcap', true",
    "[a].pcap, a.pcap, false",
    "x**/a.pcap, xy/a.pcap, true",
    "x**/a.pcap, x/y/a.pcap, false",
    "'*', ../a.pcap, false",
  })
  void globs(String glob, String capture, boolean matches) {
    PathGlobs globs = new PathGlobs(directory, List.of(glob));
    assertThat(globs.matches(directory.resolve(capture))).isEqualTo(matches);
  }
}
