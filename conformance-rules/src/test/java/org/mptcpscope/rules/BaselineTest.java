package org.mptcpscope.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.capture.Reader;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.CaptureReport.Outcome;
import org.mptcpscope.rules.api.CaptureReport.VerdictCounts;
import org.mptcpscope.rules.api.Finding;
import org.mptcpscope.rules.api.Severity;
import org.mptcpscope.rules.api.Verdict;

/**
 * What the rules say of every reference capture is what baseline.txt says. Run with {@code
 * -Dmptcpscope.update=true}, as {@code ./dev fix} does, this test writes the file: rows of errors
 * and warnings keep their reason, new ones get the reason "?", which this test refuses. A person
 * replaces it by the section and by why the frame violates it.
 */
class BaselineTest {
  private static final Path FILE =
      Lab.project()
          .resolve("conformance-rules/src/test/resources/org/mptcpscope/rules/baseline.txt");

  private static final String REASON = "  | ";
  private static final Pattern LOUD = Pattern.compile(" {2}(error|warning) .*");

  @Test
  void everyVerdictOnRealCapturesIsTheReviewedOne() throws IOException {
    Optional<Path> folder = Lab.references();
    assumeTrue(folder.isPresent(), "no reference captures (property mptcpscope.referenceCaptures)");
    Map<String, CaptureReport> reports = judge(folder.get());
    String old = Lab.read(FILE);
    String now = text(reports, reasons(old));
    if (Lab.updates()) {
      Lab.write(FILE, now);
    }
    assertThat(now.lines().toList()).isEqualTo(Lab.read(FILE).lines().toList());
    assertThat(now.lines().filter(line -> line.endsWith(REASON + "?")))
        .as("errors and warnings without a reason")
        .isEmpty();
  }

  private static Map<String, CaptureReport> judge(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files =
          all.filter(file -> file.toString().matches(".*\\.(pcap|pcapng|cap)(\\.gz)?"))
              // The "modified" pcap of Kuznetzov, which is refused.
              .filter(file -> !file.endsWith("formats/modified.pcap.gz"))
              .toList();
    }
    Map<String, CaptureReport> reports = new TreeMap<>();
    files.parallelStream()
        .map(file -> judge(folder, file))
        .toList()
        .forEach(report -> reports.put(report.file(), report));
    return reports;
  }

  private static CaptureReport judge(Path folder, Path file) {
    String name = folder.relativize(file).toString().replace('\\', '/');
    return Lab.judge(CaptureSource.file(name, file, Reader.NATIVE), false);
  }

  private static String text(Map<String, CaptureReport> reports, Map<String, String> reasons) {
    StringBuilder text = new StringBuilder();
    for (CaptureReport report : reports.values()) {
      VerdictCounts counts = report.verdicts();
      text.append(report.file()).append("  ").append(counts.passed()).append(" passed, ");
      text.append(counts.notApplicable()).append(" not applicable\n");
      for (Finding finding : report.findings()) {
        String row = row(finding);
        text.append(row);
        if (finding.severity() != Severity.NOTE) {
          String reason = reasons.get(report.file() + "\n" + row);
          text.append(REASON).append(reason == null ? "?" : reason);
        }
        text.append('\n');
      }
      inconclusive(report)
          .forEach(
              (why, ids) ->
                  text.append("  inconclusive: ")
                      .append(why)
                      .append(": ")
                      .append(ids)
                      .append('\n'));
    }
    text.append("\nrequirement: captures passed, violated, inconclusive, not applicable\n");
    totals(reports)
        .forEach(
            (id, count) -> text.append("  ").append(id).append(": ").append(count).append('\n'));
    return text.toString();
  }

  private static String row(Finding finding) {
    return String.join(
        "  ",
        "",
        finding.severity().word(),
        finding.rule(),
        finding.requirement(),
        finding.fault().side() == null ? "-" : String.valueOf(finding.fault().side().letter()),
        finding.frames().stream().map(String::valueOf).collect(Collectors.joining(",")));
  }

  private static Map<String, String> inconclusive(CaptureReport report) {
    Map<String, String> reasons = new TreeMap<>();
    for (Map.Entry<String, Outcome> entry : report.requirements().entrySet()) {
      if (entry.getValue().verdict() == Verdict.INCONCLUSIVE) {
        reasons.merge(entry.getValue().reason(), entry.getKey(), (one, more) -> one + " " + more);
      }
    }
    return reasons;
  }

  private static Map<String, String> totals(Map<String, CaptureReport> reports) {
    Map<String, int[]> counts = new TreeMap<>();
    List<Verdict> order =
        List.of(Verdict.PASS, Verdict.VIOLATION, Verdict.INCONCLUSIVE, Verdict.NOT_APPLICABLE);
    for (CaptureReport report : reports.values()) {
      report
          .requirements()
          .forEach(
              (id, outcome) ->
                  counts
                      .computeIfAbsent(id, _ -> new int[order.size()])[
                      order.indexOf(outcome.verdict())]++);
    }
    Map<String, String> texts = new TreeMap<>();
    counts.forEach(
        (id, count) ->
            texts.put(
                id,
                java.util.Arrays.stream(count)
                    .mapToObj(String::valueOf)
                    .collect(Collectors.joining(", "))));
    return texts;
  }

  /** Reasons by capture and row. */
  private static Map<String, String> reasons(String text) {
    Map<String, String> reasons = new HashMap<>();
    String capture = "";
    for (String line : text.lines().toList()) {
      if (!line.startsWith(" ")) {
        capture = line.replaceFirst("  .*", "");
      }
      Matcher loud = LOUD.matcher(line);
      int at = line.indexOf(REASON);
      if (loud.matches() && at > 0) {
        reasons.put(capture + "\n" + line.substring(0, at), line.substring(at + REASON.length()));
      }
    }
    return reasons;
  }
}
