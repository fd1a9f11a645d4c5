package org.mptcpscope.rules.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mptcpscope.core.model.Dialect;
import org.mptcpscope.rules.Golden;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.Fault.Doubted;
import org.mptcpscope.rules.api.Finding;
import org.mptcpscope.rules.api.Fingerprint;
import org.mptcpscope.rules.api.Review;
import org.mptcpscope.rules.api.Review.Accepted;
import org.mptcpscope.rules.api.Review.Expectation;
import org.mptcpscope.rules.api.Threshold;

/** How each format tells of accepted findings and of expectations, byte for byte. */
class ReviewFormatsTest {
  private static List<CaptureReport> captures() {
    Finding known = Reports.forgedAddress();
    Finding before = Reports.note("reserved-bits-set", "JOIN-ACK-RESERVED-ZERO", 0, 15);
    Finding fresh = Reports.fastClose(Set.of(Doubted.MIDDLEBOX));
    CaptureReport report =
        Reports.capture(
            "a.pcap", List.of(Reports.two(0, Dialect.V1)), List.of(fresh, known, before));
    Review review =
        new Review(
            List.of("mptcpscope.yaml"),
            Threshold.NEVER,
            true,
            List.of(
                new Accepted(known, "reported to <them>", "mptcpscope.yaml:9", false),
                new Accepted(before, "in the baseline", "base.json", true)),
            List.of(
                new Expectation("a.pcap.expect.yaml", 2, "version 1", null),
                new Expectation(
                    "a.pcap.expect.yaml", 3, "subflows opened: 3", "2 | in connection 0"),
                new Expectation("a.pcap", 0, "MPTCP version 0", "another version only")));
    return List.of(
        report.reviewed(List.of(fresh), review),
        Reports.withoutMptcp("b.pcap")
            .reviewed(
                List.of(),
                new Review(
                    List.of("mptcpscope.yaml"),
                    Threshold.ERROR,
                    true,
                    List.of(),
                    List.of(
                        new Expectation(
                            "mptcpscope.yaml", 4, "MPTCP", "TCP connections without it")))));
  }

  private static String golden(ReportFormat format, String name) {
    ReportWriter.Setting setting = ReportFormatsTest.setting(false, Path.of(""));
    String text = ReportFormatsTest.write(format, setting, captures());
    Golden.assertEqual(ReviewFormatsTest.class, name, text);
    return text;
  }

  private static String text(List<CaptureReport> captures, TextStyle.Form form, boolean verbose) {
    List<String> lines = new ArrayList<>();
    TextReport.write(
        captures, new TextStyle(form, false, false, verbose, 100, Ink.PLAIN), lines::add);
    return String.join("\n", lines) + "\n";
  }

  @Test
  void blocks() {
    Golden.assertEqual(
        ReviewFormatsTest.class,
        "reviewed.txt",
        text(captures().subList(0, 1), TextStyle.Form.AUTO, false));
  }

  @Test
  void linesWithWhatWasAccepted() {
    Golden.assertEqual(
        ReviewFormatsTest.class, "reviewed-list.txt", text(captures(), TextStyle.Form.AUTO, true));
  }

  @Test
  void oneline() {
    assertThat(text(captures(), TextStyle.Form.ONELINE, false).lines())
        .hasSize(4)
        .allMatch(line -> line.matches("(.+):(\\d+): (error|warning|note)\\[(.+?)\\] (.*)"))
        .contains(
            "a.pcap.expect.yaml:3: error[expectation-not-met] expected subflows opened: 3, found 2 |"
                + " in connection 0",
            "a.pcap:0: error[expectation-not-met] expected MPTCP version 0, found another version"
                + " only");
  }

  @Test
  void json() {
    JsonGoldenTest.assertValid(golden(ReportFormat.JSON, "reviewed.json"));
  }

  /** Who counts lines of type finding counts no accepted ones. */
  @Test
  void jsonLines() throws IOException {
    List<String> types = new ArrayList<>();
    for (String line : golden(ReportFormat.JSONL, "reviewed.jsonl").lines().toList()) {
      types.add(new ObjectMapper().readTree(line).get("type").asText());
    }
    assertThat(types)
        .containsExactly(
            "capture",
            "finding",
            "accepted",
            "accepted",
            "expectation",
            "expectation",
            "expectation",
            "capture",
            "expectation");
  }

  @Test
  void sarif() throws IOException {
    String json = golden(ReportFormat.SARIF, "reviewed.sarif");
    ReportFormatsTest.assertSarif(json);
    JsonNode results = new ObjectMapper().readTree(json).at("/runs/0/results");
    assertThat(results.findValuesAsText("baselineState")).containsExactly("new", "unchanged");
    assertThat(results.findValues("suppressions")).hasSize(2);
    assertThat(results.findValuesAsText("ruleId"))
        .filteredOn("expectation-not-met"::equals)
        .hasSize(3);
  }

  @Test
  void junit() {
    String xml = golden(ReportFormat.JUNIT, "reviewed.xml");
    ReportFormatsTest.assertJunit(xml);
    // The finding is below this capture's threshold; expectations always fail.
    assertThat(xml).contains("failures=\"3\"").doesNotContain("type=\"error\"");
  }

  @Test
  void github() {
    assertThat(golden(ReportFormat.GITHUB, "reviewed.github").lines()).hasSize(4);
  }

  @Test
  void markdown() {
    golden(ReportFormat.MARKDOWN, "reviewed.md");
  }

  @Test
  void csv() {
    String[] rows = golden(ReportFormat.CSV, "reviewed.csv").split("\n");
    assertThat(rows).hasSize(7);
  }

  /** A finding keeps its fingerprint whether it is accepted or not, and at any severity. */
  @Test
  void fingerprintsStay() {
    Finding one = Reports.note("reserved-bits-set", "JOIN-ACK-RESERVED-ZERO", 0, 15);
    Finding other = Reports.note("reserved-bits-set", "JOIN-ACK-RESERVED-ZERO", 0, 16);
    CaptureReport report =
        Reports.capture("a.pcap", List.of(Reports.two(0, Dialect.V1)), List.of(one, other));
    String expected = Fingerprint.of(report).get(other);
    Review review = Review.NONE.accepting(List.of(new Accepted(one, "", "", false)));
    assertThat(Fingerprint.of(report.reviewed(List.of(other), review)))
        .containsEntry(other, expected);
    assertThat(Fingerprint.of(report).get(one)).isNotEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"TEXT", "ONELINE", "JSON", "JSONL", "SARIF", "JUNIT", "GITHUB", "MARKDOWN", "CSV"})
  void everyFormatTellsWhatIsNotMet(ReportFormat format) {
    ReportWriter.Setting setting = ReportFormatsTest.setting(false, Path.of(""));
    assertThat(ReportFormatsTest.write(format, setting, captures())).contains("subflows opened: 3");
  }
}
