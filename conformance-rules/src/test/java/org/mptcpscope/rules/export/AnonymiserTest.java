package org.mptcpscope.rules.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.export.Anonymised;
import org.mptcpscope.core.export.Anonymiser;
import org.mptcpscope.core.trace.TraceOptions;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.Finding;
import org.mptcpscope.rules.engine.LintOptions;
import org.mptcpscope.rules.engine.Linter;

/** A capture that was made anonymous is judged as it was. */
class AnonymiserTest {
  private static final TraceOptions.Progress ON = (octets, size, frames) -> true;
  private static final LintOptions ALL =
      new LintOptions(List.of(), List.of(), true, TraceOptions.DEFAULT);

  /** All that is said but for values that are other ones. */
  private static List<String> details(CaptureReport report) {
    List<String> details = new ArrayList<>();
    for (Finding finding : report.findings()) {
      details.add(
          "%s %s %s %d %s %s"
              .formatted(
                  finding.rule(),
                  finding.confidence(),
                  finding.doubts(),
                  finding.count(),
                  finding.weakenedBy(),
                  finding.diagnosis()));
    }
    report
        .connections()
        .forEach(
            one ->
                details.add(
                    "%d %s %s %s %s %s %d %d"
                        .formatted(
                            one.summary().id(),
                            one.summary().dialect(),
                            one.summary().state(),
                            one.summary().closedBy(),
                            one.summary().vantage(),
                            one.verdicts(),
                            one.summary().dataFromInitiator(),
                            one.summary().dataFromListener())));
    return details;
  }

  @Test
  void everyReferenceCaptureIsJudgedAlike() throws Exception {
    List<String> differences = new ArrayList<>();
    int compared = 0;
    for (Path file : ReferenceFiles.upTo(1 << 20)) {
      CaptureSource source = CaptureSource.file(file);
      Anonymiser anonymiser =
          new Anonymiser("a seed".getBytes(StandardCharsets.US_ASCII), compared % 2 == 0);
      CaptureReport before;
      try {
        before = Linter.lint(source, ALL, List.of(anonymiser.survey()));
      } catch (CaptureException e) {
        continue; // modified pcap
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      Anonymised done = anonymiser.write(source, out, "test", ON);
      CaptureReport after =
          Linter.lint(CaptureSource.memory("after", out.toByteArray()), ALL, List.of());
      compared++;
      List<String> differs = VerdictComparison.differences(before, after);
      differs = new ArrayList<>(differs);
      if (!before.verdicts().equals(after.verdicts())) {
        differs.add(before.verdicts() + " " + after.verdicts());
      }
      List<String> a = details(before);
      List<String> b = details(after);
      if (!a.equals(b)) {
        List<String> c = new ArrayList<>(a);
        c.removeAll(b);
        b.removeAll(a);
        differs.add("DETAILS " + c + "\n      " + b);
      }
      if (!differs.isEmpty()) {
        differences.add(
            file.getFileName()
                + " "
                + done
                + "\n    "
                + String.join("\n    ", differs.stream().limit(6).toList()));
      }
    }
    assertThat(differences).isEmpty();
    assertThat(compared).isGreaterThan(100);
  }
}
