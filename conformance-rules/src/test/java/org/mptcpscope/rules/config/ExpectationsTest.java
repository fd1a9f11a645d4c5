package org.mptcpscope.rules.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.rules.Lab;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.Review.Expectation;
import org.mptcpscope.rules.engine.LintOptions;

/** What captures show, compared with what is expected of them. */
class ExpectationsTest {
  private static final String FAST_CLOSE =
      "sample-pcaps/captures/scripted-peer/own-fastclose_rst_wrong_key.pcap";

  @TempDir private Path directory;

  private static CaptureReport sample() {
    return Lab.judge(CaptureSource.file(Lab.project().resolve(FAST_CLOSE)), LintOptions.DEFAULT);
  }

  /** A capture that a kernel's own account describes; skipped where it is not there. */
  private static CaptureReport reference(String name) {
    Path folder = Lab.references().orElse(null);
    Assumptions.assumeTrue(folder != null, "no reference captures");
    Path file = folder.resolve("linux-6.18").resolve(name);
    return Lab.judge(CaptureSource.file(file), LintOptions.DEFAULT);
  }

  private CaptureReport compare(CaptureReport report, String yaml) {
    Path file = directory.resolve("c.expect.yaml");
    Lab.write(file, yaml);
    return Expectations.read(file).apply(report);
  }

  private static List<String> unmet(CaptureReport report) {
    return report.review().unmet().stream().map(Expectation::sentence).toList();
  }

  /** Each line is what the folder's README says of the capture. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "join_unknown_token/client.pcapng.gz | {connections: 1, version: 1, subflows: 1, refused:"
            + " [0x01], fallback: none, closed-by: dataFin, findings: []}",
        "fastclose_multi/client.pcapng.gz | {subflows: 3, refused: [], closed-by: {how: fastClose,"
            + " by: initiator}, state: closed}",
        "fail_single_c2s/client.pcap.gz | {fallback: mpFail, closed-by: fin, subflows: 1}",
        "fail_single_c2s/client.pcap.gz | {fallback: {reason: mpFail, certain: true}}",
        "subflow_2/client.pcapng.gz | {version: 1, subflows: 2, fallback: none, closed-by: dataFin}",
        "mid_connection/client.pcapng.gz | {state: midstream}",
      })
  void met(String capture, String yaml) {
    CaptureReport report = compare(reference(capture), yaml);
    assertThat(unmet(report)).isEmpty();
    assertThat(report.review().expectations()).isNotEmpty();
    assertThat(report.fails()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "connections: 0 | expected no MPTCP connections, found 1",
        "connections: 2 | expected 2 MPTCP connections, found 1",
        "version: 0 | expected version 0, found version 1 in connection 0",
        "state: failed | expected state failed, found closed in connection 0",
        "subflows: 1 | expected subflows opened: 1, found 2 in connection 0",
        "refused: [any] | expected refused joins: any, found none in connection 0",
        "fallback: silent | expected fallback: silent, found none in connection 0",
        "fallback: {by: listener, certain: false} | expected fallback: any by the listener, not"
            + " certain, found none in connection 0",
        "connection: {3: {version: 1}} | expected connection 3: version 1, found no connection 3",
        "findings: [JOIN] | expected finding JOIN, found none",
      })
  void unmet(String yaml, String sentence) {
    CaptureReport report = compare(sample(), yaml);
    assertThat(unmet(report)).contains(sentence);
    assertThat(report.review().unmet()).allMatch(one -> one.line() == 1);
    assertThat(report.fails()).isTrue();
  }

  /** What is said of one connection replaces what is said of all, key by key. */
  @Test
  void oneConnectionMayBeDifferent() {
    String yaml = "version: 0\nsubflows: 2\nconnection: {0: {version: 1}}\n";
    assertThat(unmet(compare(sample(), yaml))).isEmpty();
    assertThat(unmet(compare(sample(), yaml.replace("subflows: 2", "subflows: 7")))).hasSize(1);
  }

  @Test
  void findingsThatAreExpectedAreNoFailures() {
    CaptureReport report = sample();
    assertThat(report.findings()).hasSize(2);
    CaptureReport both =
        compare(
            report, "findings: [{rule: fast-close-key-wrong, fault: initiator}, key-guessable]");
    assertThat(unmet(both)).isEmpty();
    assertThat(both.findings()).isEmpty();
    assertThat(both.review().accepted()).hasSize(2);
    assertThat(both.fails()).isFalse();
    CaptureReport one = compare(report, "findings: [fast-close-key-wrong]");
    assertThat(unmet(one))
        .containsExactly(
            "expected no finding but fast-close-key-wrong, found note key-guessable in frame 3");
    CaptureReport wrongHost =
        compare(report, "findings: [{rule: fast-close-key-wrong, fault: listener}, key-guessable]");
    assertThat(unmet(wrongHost))
        .containsExactly(
            "expected finding fast-close-key-wrong of the listener, found none",
            "expected no finding but fast-close-key-wrong of the listener, key-guessable, found"
                + " error fast-close-key-wrong in frame 12");
    assertThat(wrongHost.fails()).isTrue();
    CaptureReport none =
        compare(
            report,
            "findings: [{rule: JOIN, optional: true}, fast-close-key-wrong, key-guessable]");
    assertThat(unmet(none)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0x01 | RST, MP_TCPRST 0x01 (MPTCP-specific error), permanent | true",
        "1 | RST, MP_TCPRST 0x01 (MPTCP-specific error), permanent | true",
        "0x11 | RST, MP_TCPRST 0x01 (MPTCP-specific error), permanent | false",
        "rst | RST, MP_TCPRST 0x01 (MPTCP-specific error), permanent | false",
        "rst | RST without MP_TCPRST | true",
        "any | RST without MP_TCPRST | true",
        "0x00 | RST without MP_TCPRST | false",
      })
  void refusals(String word, String told, boolean match) {
    List<Refusal> wanted = List.of(Refusal.of(word).orElseThrow());
    assertThat(Refusal.match(wanted, List.of(told))).isEqualTo(match);
    assertThat(Refusal.match(wanted, List.of())).isFalse();
    assertThat(Refusal.match(wanted, List.of(told, told))).isFalse();
  }

  /** "any" takes what no other expectation needs. */
  @Test
  void refusalsAreMatchedOneToOne() {
    List<Refusal> wanted = List.of(Refusal.of("any").orElseThrow(), Refusal.of("2").orElseThrow());
    assertThat(Refusal.match(wanted, List.of("RST, MP_TCPRST 0x02", "RST without MP_TCPRST")))
        .isTrue();
    assertThat(Refusal.match(wanted, List.of("RST without MP_TCPRST", "RST without MP_TCPRST")))
        .isFalse();
  }
}
