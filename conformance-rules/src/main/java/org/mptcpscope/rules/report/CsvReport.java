package org.mptcpscope.rules.report;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Finding;
import org.mptcpscope.rules.api.Review.Accepted;
import org.mptcpscope.rules.api.Review.Expectation;
import org.mptcpscope.rules.api.Severity;

/**
 * One row a finding, accepted or not, and one an unmet expectation, as RFC 4180 has it but for the
 * line end, which is a line feed.
 */
final class CsvReport {
  private static final List<String> COLUMNS =
      List.of(
          "file",
          "frame",
          "seconds",
          "connection",
          "subflow",
          "severity",
          "rule",
          "requirement",
          "spec",
          "section",
          "fault",
          "address",
          "doubts",
          "confidence",
          "count",
          "message",
          "diagnosis",
          "frames",
          "accepted");

  private CsvReport() {}

  static void write(Writer to, List<CaptureReport> captures) throws IOException {
    row(to, COLUMNS);
    for (CaptureReport capture : captures) {
      for (Finding finding : capture.findings()) {
        row(to, cells(capture, finding, ""));
      }
      for (Expectation one : capture.review().unmet()) {
        row(to, cells(capture, one));
      }
      for (Accepted one : capture.review().accepted()) {
        row(to, cells(capture, one.finding(), one.why()));
      }
    }
  }

  private static List<String> cells(CaptureReport capture, Finding finding, String accepted) {
    Side side = finding.fault().side();
    return List.of(
        capture.file(),
        String.valueOf(finding.frame().number()),
        Prose.seconds(finding.frame().time()),
        String.valueOf(finding.connection()),
        finding.subflow() < 0 ? "" : String.valueOf(finding.subflow()),
        finding.severity().word(),
        finding.rule(),
        finding.requirement(),
        finding.spec(),
        finding.section(),
        side == null ? "" : side.word(),
        finding.address() == null ? "" : finding.address(),
        finding.doubts().stream().map(Fault.Doubted::word).collect(Collectors.joining(" ")),
        finding.confidence().word(),
        String.valueOf(finding.count()),
        finding.message(),
        finding.diagnosis() == null ? "" : finding.diagnosis(),
        finding.frames().stream().map(String::valueOf).collect(Collectors.joining(" ")),
        accepted);
  }

  /** A row in which only the capture, the severity, the rule and the message have a meaning. */
  private static List<String> cells(CaptureReport capture, Expectation unmet) {
    List<String> cells = new ArrayList<>(Collections.nCopies(COLUMNS.size(), ""));
    cells.set(COLUMNS.indexOf("file"), capture.file());
    cells.set(COLUMNS.indexOf("severity"), Severity.ERROR.word());
    cells.set(COLUMNS.indexOf("rule"), Expectation.RULE);
    cells.set(COLUMNS.indexOf("message"), unmet.sentence());
    return cells;
  }

  static void row(Writer to, List<String> cells) throws IOException {
    to.write(cells.stream().map(CsvReport::quoted).collect(Collectors.joining(",")));
    to.write('\n');
  }

  private static String quoted(String cell) {
    return cell.matches("(?s).*[,\"\r\n].*") ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
  }
}
