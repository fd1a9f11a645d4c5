package org.mptcpscope.rules.bounds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.trace.TraceOptions;
import org.mptcpscope.rules.Lab;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.Finding;
import org.mptcpscope.rules.engine.LintOptions;
import org.mptcpscope.rules.report.ConnectionsReport;
import org.mptcpscope.rules.report.JsonReport;
import org.mptcpscope.rules.report.TextReport;
import org.mptcpscope.rules.report.TextStyle;

/** Captures of more connections than are kept in memory, and more findings than anybody reads. */
class ManyConnectionsTest {
  private static final String FAULTY = "close/fast-close-key-wrong.bad.pkt";
  private static final long MILLISECOND = 1_000_000;

  /** More than are kept in memory. */
  private static final int MANY = 6000;

  private static CaptureReport judge(byte[] capture, boolean listed) {
    return Lab.judge(
        CaptureSource.memory("many", capture),
        new LintOptions(
            List.of("fast-close-key-wrong"), List.of(), false, listed, TraceOptions.DEFAULT));
  }

  private static JsonNode json(CaptureReport report) throws IOException {
    StringWriter text = new StringWriter();
    JsonReport.write(text, "0", List.of(report), true);
    return new ObjectMapper().readTree(text.toString()).get("captures").get(0);
  }

  private static Set<String> temporaryFiles() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("mptcpscope"))
          .collect(Collectors.toSet());
    }
  }

  @Test
  void connectionsThatDoNotFitAreListedAsThoseThatDo() throws IOException {
    Set<String> before = temporaryFiles();
    CaptureReport many = judge(Crowd.of(FAULTY, MANY, MILLISECOND, _ -> true), true);
    CaptureReport few = judge(Crowd.of(FAULTY, 100, MILLISECOND, _ -> true), true);
    assertThat(temporaryFiles()).isEqualTo(before);

    JsonNode listed = json(many).get("connections");
    assertThat(listed).hasSize(MANY);
    JsonNode first = json(few).get("connections");
    for (int i = 0; i < 100; i++) {
      assertThat(listed.get(i)).isEqualTo(first.get(i));
    }
    for (int i = 0; i < MANY; i++) {
      assertThat(listed.get(i).get("id").asInt()).isEqualTo(i);
    }
  }

  @Test
  void equalFindingsAreGroupedAfterAThousand() throws IOException {
    CaptureReport report = judge(Crowd.of(FAULTY, MANY, MILLISECOND, _ -> true), true);
    assertThat(report.findings()).hasSize(10);
    JsonNode findings = json(report).get("findings");
    assertThat(findings).hasSize(10);
    JsonNode group = findings.get(0).get("grouped");
    assertThat(group.get("findings").asInt()).isEqualTo(MANY);
    assertThat(group.get("connections").asInt()).isEqualTo(MANY);
    assertThat(report.findings())
        .extracting(Finding::connection)
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    List<String> lines = new ArrayList<>();
    TextReport.write(List.of(report), TextStyle.DEFAULT, lines::add);
    assertThat(lines.getLast()).startsWith("result: " + MANY + " errors");
    assertThat(lines).hasSizeLessThan(40);
  }

  @Test
  void aThousandFindingsAreKept() {
    CaptureReport report = judge(Crowd.of(FAULTY, 1000, MILLISECOND, _ -> true), true);
    assertThat(report.findings()).hasSize(1000);
  }

  @Test
  void connectionsThatNobodyAskedForAreCounted() throws IOException {
    JsonNode json = json(judge(Crowd.of(FAULTY, MANY, MILLISECOND, _ -> true), false));
    assertThat(json.get("connections")).isEmpty();
    assertThat(json.get("connectionsOmitted").asInt()).isEqualTo(MANY);
  }

  @Test
  void theTableOfConnectionsStaysShort() {
    CaptureReport report = judge(Crowd.of(FAULTY, MANY, MILLISECOND, _ -> true), true);
    List<String> lines = new ArrayList<>();
    ConnectionsReport.write(List.of(report), TextStyle.DEFAULT, lines::add);
    assertThat(lines).hasSizeLessThan(50);
    assertThat(lines.getFirst()).contains(MANY + " MPTCP connections");
  }

  /** SYNs that nobody answers: all are counted, few are kept. */
  @Test
  void aFloodOfSynsIsEndedEarlyAndSaid() {
    int flood = 20_000;
    CaptureReport report =
        judge(Crowd.of(FAULTY, flood, MILLISECOND / 100, number -> number == 1), false);
    assertThat(report.totals().count()).isEqualTo(flood);
    assertThat(report.findings()).isEmpty();
    assertThat(report.warnings())
        .anyMatch(warning -> warning.message().contains("too many had no answer to their SYN"));
  }

  @Test
  void aFullHeapIsNotNeeded() {
    // Each connection would be some kilobytes, if they were kept.
    byte[] few = Crowd.of(FAULTY, 2_000, MILLISECOND, _ -> true);
    byte[] many = Crowd.of(FAULTY, 20_000, MILLISECOND, _ -> true);
    long small = retained(few);
    long large = retained(many);
    assertThat(large - small).isLessThan(8L << 20);
  }

  /** Octets that a report keeps alive once its capture was judged. */
  private static long retained(byte[] capture) {
    CaptureReport report = judge(capture, false);
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    long used = runtime.totalMemory() - runtime.freeMemory();
    assertThat(report.totals().count()).isPositive();
    return used;
  }
}
