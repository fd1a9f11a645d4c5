package org.mptcpscope.rules.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.export.Anonymised;
import org.mptcpscope.core.export.Anonymised.Blank;
import org.mptcpscope.core.export.Anonymiser;
import org.mptcpscope.core.trace.TraceOptions;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.Finding;
import org.mptcpscope.rules.engine.LintOptions;
import org.mptcpscope.rules.engine.Linter;
import org.mptcpscope.samples.Samples;

/** A capture that was made anonymous is judged as it was. */
class AnonymiserTest {
  private static final TraceOptions.Progress ON = (octets, size, frames) -> true;

  /** Keys, tokens, numbers and addresses. */
  private static final Pattern VALUE =
      Pattern.compile("\\b[0-9a-f]{8,16}\\b|\\b\\d+\\.\\d+\\.\\d+\\.\\d+\\b");

  /**
   * Two keys with one token are found among four thousand million, and not made on purpose. Numbers
   * of two hashes on one stream lie before or behind each other as it happens, and that numbers of
   * 32 bits wrap between two given segments is up to the key.
   */
  private static final List<String> EXCEPTIONS =
      List.of(
          "capable/token-collision.bad",
          "capable/token-collision.v0.bad",
          "dss/wrap-mishandled",
          "join/bad-join-ack-accepted.draft.ok",
          "join/bad-join-answer-accepted.draft.ok");

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
                  VALUE.matcher(String.valueOf(finding.diagnosis())).replaceAll("...")));
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
                            one.verdicts().violated(),
                            one.summary().dataFromInitiator(),
                            one.summary().dataFromListener())));
    return details;
  }

  /** What is judged differently of a capture that was made anonymous. */
  private static List<String> compare(CaptureSource source, boolean ports)
      throws CaptureException, IOException {
    Anonymiser anonymiser = new Anonymiser("a seed".getBytes(StandardCharsets.US_ASCII), ports);
    CaptureReport before = Linter.lint(source, ALL, List.of(anonymiser.survey()));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Anonymised done = anonymiser.write(source, out, "test", ON);
    CaptureReport after =
        Linter.lint(CaptureSource.memory("after", out.toByteArray()), ALL, List.of());
    List<String> differences = new ArrayList<>(VerdictComparison.differences(before, after));
    // A capture may come in fragments: what cannot be judged any longer is nobody's fault.
    if (!done.blanked().containsKey(Blank.FRAGMENT)) {
      List<String> lost = details(before);
      List<String> gained = details(after);
      gained.removeAll(details(before));
      lost.removeAll(details(after));
      lost.forEach(line -> differences.add("- " + line));
      gained.forEach(line -> differences.add("+ " + line));
    }
    return differences;
  }

  @Test
  void everyReferenceCaptureIsJudgedAlike() throws Exception {
    List<String> differences = new ArrayList<>();
    int compared = 0;
    for (Path file : ReferenceFiles.oneIn(7, 1 << 20)) {
      try {
        for (String line : compare(CaptureSource.file(file), compared % 2 == 0)) {
          differences.add(file.getFileName() + ": " + line);
        }
        compared++;
      } catch (CaptureException _) {
        // modified pcap
      }
    }
    assertThat(differences).isEmpty();
    assertThat(compared).isGreaterThan(50);
  }

  /** Each rule has scripts that break it and scripts that nearly do. */
  @Test
  void everyScriptIsJudgedAlike() throws Exception {
    List<String> differences = new ArrayList<>();
    for (String name : Samples.list()) {
      boolean skipped = !ReferenceFiles.all() && !name.endsWith(".bad.pkt");
      if (skipped || EXCEPTIONS.stream().anyMatch(name::startsWith)) {
        continue;
      }
      CaptureSource source = CaptureSource.memory(name, Samples.load(name).toPcapng());
      for (String line : compare(source, false)) {
        differences.add(name + ": " + line);
      }
    }
    assertThat(differences).isEmpty();
  }
}
