package org.mptcpscope.rules.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.export.Extract;
import org.mptcpscope.core.trace.TraceOptions;
import org.mptcpscope.rules.Lab;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.Finding;

/** A connection that was taken out of a capture is judged as it was in it. */
class ExtractPlanTest {
  private static final TraceOptions.Progress ON = (octets, size, frames) -> true;

  /** More connections of one capture differ in little but ports. */
  private static final int MOST_CONNECTIONS = 3;

  private static byte[] write(CaptureSource source, Extract extract)
      throws CaptureException, IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    extract.choose(source, ON);
    extract.write(source, out, "test", ON, List.of("from " + source.name()));
    return out.toByteArray();
  }

  /** What is said of one connection, with the frame numbers that the extract gives. */
  private static List<String> said(CaptureReport report, int connection, Map<Integer, Integer> to) {
    List<String> said = new ArrayList<>();
    for (Finding finding : report.findings()) {
      if (finding.connection() == connection) {
        said.add(
            "%s %s %s %s %s %s %d %s"
                .formatted(
                    finding.severity(),
                    finding.rule(),
                    finding.requirements(),
                    finding.fault(),
                    finding.confidence(),
                    finding.message(),
                    finding.count(),
                    finding.frames().stream().map(f -> to.getOrDefault(f, -f)).toList()));
      }
    }
    return said;
  }

  private static Map<Integer, Integer> numbers(BitSet chosen) {
    Map<Integer, Integer> numbers = new HashMap<>();
    chosen.stream().forEach(frame -> numbers.put(frame, numbers.size() + 1));
    return numbers;
  }

  private static Map<Integer, Integer> same(CaptureReport report) {
    Map<Integer, Integer> same = new HashMap<>();
    for (int i = 1; i <= report.frames(); i++) {
      same.put(i, i);
    }
    return same;
  }

  private static boolean isSaid(Finding finding, CaptureReport before) {
    return before.findings().stream()
        .anyMatch(
            one ->
                one.rule().equals(finding.rule())
                    && one.requirement().equals(finding.requirement())
                    && one.message().equals(finding.message()));
  }

  /** Connections keep their order. */
  private static int idOf(CaptureReport again, Extract extract, CaptureReport report, int id) {
    Map<Integer, Integer> numbers = numbers(extract.chosen());
    int first =
        report.connections().stream()
            .filter(one -> one.summary().id() == id)
            .mapToInt(one -> numbers.get(one.summary().firstFrame().number()))
            .findFirst()
            .orElseThrow();
    return again.connections().stream()
        .filter(one -> one.summary().firstFrame().number() == first)
        .mapToInt(one -> one.summary().id())
        .findFirst()
        .orElse(-1);
  }

  @Test
  void everyConnectionWithFindingsIsJudgedAlike() throws Exception {
    List<String> differences = new ArrayList<>();
    int compared = 0;
    for (Path file : ReferenceFiles.oneIn(5, 1 << 20)) {
      CaptureSource source = CaptureSource.file(file);
      CaptureReport report;
      try {
        report = Lab.judge(source, true);
      } catch (AssertionError e) {
        continue; // refused: modified pcap
      }
      Set<Integer> ids = new TreeSet<>();
      report.findings().forEach(finding -> ids.add(finding.connection()));
      for (int id : ids.stream().limit(MOST_CONNECTIONS).toList()) {
        Extract extract = ExtractPlan.connection(report, id).of(report);
        CaptureSource part = CaptureSource.memory("part", write(source, extract));
        CaptureReport again = Lab.judge(part, true);
        List<String> before = said(report, id, numbers(extract.chosen()));
        compared++;
        int now = idOf(again, extract, report, id);
        List<String> after = said(again, now, same(again));
        List<String> more = new ArrayList<>(after);
        more.removeAll(before);
        // What is said of a host once in a capture is said of its first connection.
        boolean once = again.findings().stream().allMatch(f -> isSaid(f, report));
        if (!after.containsAll(before) || !(more.isEmpty() || once)) {
          differences.add(file.getFileName() + " " + id + "\n  " + before + "\n  " + after);
        }
      }
    }
    assertThat(differences).isEmpty();
    assertThat(compared).isGreaterThan(50);
  }
}
