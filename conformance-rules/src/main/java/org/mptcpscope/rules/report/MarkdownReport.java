package org.mptcpscope.rules.report;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.mptcpscope.core.capture.CaptureWarning;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.CaptureReport.VerdictCounts;
import org.mptcpscope.rules.api.Fault.Doubted;
import org.mptcpscope.rules.api.Finding;
import org.mptcpscope.rules.api.Review.Accepted;
import org.mptcpscope.rules.api.Review.Expectation;

/** Tables for a comment on a change, or for a page: what was found first, then all captures. */
final class MarkdownReport {
  /** A comment on a change takes some 65,000 characters. */
  private static final int MOST_ROWS = 200;

  private final Writer out;

  private MarkdownReport(Writer out) {
    this.out = out;
  }

  static void write(Writer to, List<CaptureReport> captures) throws IOException {
    MarkdownReport report = new MarkdownReport(to);
    for (CaptureReport capture : captures) {
      if (!capture.findings().isEmpty() || !capture.review().unmet().isEmpty()) {
        report.line("### " + code(capture.file()));
        report.line("");
        report.unmet(capture);
        report.findings(capture);
      }
    }
    report.accepted(captures);
    report.captures(captures);
  }

  private void unmet(CaptureReport capture) throws IOException {
    List<Expectation> unmet = capture.review().unmet();
    if (unmet.isEmpty()) {
      return;
    }
    line("| expected | found | by |");
    line("|---|---|---|");
    for (Expectation one : unmet) {
      String by = one.line() == 0 ? "the command line" : code(ReviewText.place(one));
      line("| " + cell(one.expected()) + " | **" + cell(one.found()) + "** | " + by + " |");
    }
    line("");
  }

  private void accepted(List<CaptureReport> captures) throws IOException {
    long count = ReviewText.count(captures);
    if (count == 0) {
      return;
    }
    line("<details><summary>" + Prose.count(count, "finding") + " accepted</summary>");
    line("");
    line("| capture | frame | finding | why |");
    line("|---|---:|---|---|");
    int rows = 0;
    for (CaptureReport capture : captures) {
      for (Accepted one : capture.review().accepted()) {
        if (rows++ < MOST_ROWS) {
          line(
              "| "
                  + String.join(
                      " | ",
                      code(capture.file()),
                      String.valueOf(one.finding().frame().number()),
                      code(one.finding().rule()) + "<br>" + cell(one.finding().message()),
                      cell(one.why()) + "<br>" + code(one.where()))
                  + " |");
        }
      }
    }
    line("");
    if (rows > MOST_ROWS) {
      line("and " + (rows - MOST_ROWS) + " more");
      line("");
    }
    line("</details>");
    line("");
  }

  private void findings(CaptureReport capture) throws IOException {
    if (capture.findings().isEmpty()) {
      return;
    }
    line("| | frame | at fault | finding | section |");
    line("|---|---:|---|---|---|");
    List<Groups.Group> groups = Groups.of(capture.findings(), false).groups();
    for (Groups.Group group : groups.stream().limit(MOST_ROWS).toList()) {
      Finding finding = group.first();
      line(
          "| "
              + String.join(
                  " | ",
                  "**" + finding.severity().word() + "**",
                  String.valueOf(finding.frame().number()),
                  cell(fault(finding)),
                  code(finding.rule()) + "<br>" + cell(message(group)),
                  link(finding))
              + " |");
    }
    if (groups.size() > MOST_ROWS) {
      line("");
      line("and " + (groups.size() - MOST_ROWS) + " more");
    }
    line("");
  }

  private static String message(Groups.Group group) {
    Finding finding = group.first();
    return finding.message()
        + (group.count() > 1 ? " (" + group.count() + " times)" : "")
        + (finding.diagnosis() == null ? "" : "; " + finding.diagnosis());
  }

  private static String fault(Finding finding) {
    String side = finding.fault().side() == null ? "not known" : finding.fault().side().word();
    return side
        + (finding.address() == null ? "" : " " + finding.address())
        + finding.doubts().stream()
            .map(Doubted::clause)
            .map(clause -> ", or " + clause)
            .collect(Collectors.joining());
  }

  private static String link(Finding finding) {
    return "["
        + FindingBlock.rfc(finding.spec())
        + ", "
        + finding.section()
        + "]("
        + RfcLink.of(finding.spec(), finding.section())
        + ")<br>"
        + finding.requirement();
  }

  private void captures(List<CaptureReport> captures) throws IOException {
    line("| capture | connections | passed | violated | inconclusive | not applicable |");
    line("|---|---:|---:|---:|---:|---:|");
    for (CaptureReport capture : captures) {
      if (capture.readable()) {
        VerdictCounts counts = capture.verdicts();
        line(
            String.format(
                Locale.ROOT,
                "| %s | %d | %d | %d | %d | %d |",
                code(capture.file()),
                capture.totals().count(),
                counts.passed(),
                counts.violated(),
                counts.inconclusive(),
                counts.notApplicable()));
      } else {
        String why =
            capture.warnings().stream()
                .map(CaptureWarning::message)
                .collect(Collectors.joining("; "));
        line("| " + code(capture.file()) + " | unreadable: " + cell(why) + " | | | | |");
      }
    }
  }

  private void line(String text) throws IOException {
    out.write(text);
    out.write('\n');
  }

  /** Text in which nothing is markup, on one line. */
  private static String cell(String text) {
    return text.replaceAll("\\R", " ").replaceAll("([\\\\`*_{}\\[\\]<>|#])", "\\\\$1");
  }

  /** A name as code: between more backticks than it has, and without what ends a cell. */
  private static String code(String text) {
    String plain = text.replaceAll("\\R", " ").replace("|", "\\|");
    String fence = plain.contains("`") ? "```" : "`";
    String room = plain.startsWith("`") || plain.endsWith("`") ? " " : "";
    return fence + room + plain + room + fence;
  }
}
