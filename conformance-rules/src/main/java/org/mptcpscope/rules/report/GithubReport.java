package org.mptcpscope.rules.report;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import org.mptcpscope.core.capture.CaptureWarning;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.Fault.Doubted;
import org.mptcpscope.rules.api.Finding;
import org.mptcpscope.rules.api.Review.Expectation;

/** Commands to GitHub's runner: each finding becomes an annotation of its capture. */
final class GithubReport {
  private GithubReport() {}

  static void write(Writer to, List<CaptureReport> captures) throws IOException {
    for (CaptureReport capture : captures) {
      if (!capture.readable()) {
        for (CaptureWarning warning : capture.warnings()) {
          command(to, "error", capture.file(), "unreadable capture", warning.message());
        }
      }
      for (Expectation one : capture.review().unmet()) {
        String where = property(one.file()) + (one.line() == 0 ? "" : ",line=" + one.line());
        annotation(to, "error", where, Expectation.RULE, capture.file() + ": " + one.sentence());
      }
      for (Groups.Group group : Groups.of(capture.findings(), false).groups()) {
        Finding finding = group.first();
        String word =
            switch (finding.severity()) {
              case ERROR -> "error";
              case WARNING -> "warning";
              case NOTE -> "notice";
            };
        String title = finding.rule() + " (" + finding.requirement() + ")";
        command(to, word, capture.file(), title, text(group));
      }
    }
  }

  private static String text(Groups.Group group) {
    Finding finding = group.first();
    StringBuilder text = new StringBuilder();
    text.append("frame ").append(finding.frame().number()).append(": ").append(finding.message());
    if (group.count() > 1) {
      text.append(" (").append(group.count()).append(" times)");
    }
    text.append("\nat fault: ");
    text.append(finding.fault().side() == null ? "not known" : finding.fault().side().word());
    if (finding.address() != null) {
      text.append(" (").append(finding.address()).append(')');
    }
    for (Doubted doubt : finding.doubts()) {
      text.append(", or ").append(doubt.clause());
    }
    text.append('\n').append(FindingBlock.rfc(finding.spec()));
    text.append(", section ").append(finding.section());
    text.append("; ").append(FindingBlock.place(finding));
    if (finding.diagnosis() != null) {
      text.append('\n').append(finding.diagnosis());
    }
    return text.toString();
  }

  private static void command(Writer to, String word, String file, String title, String text)
      throws IOException {
    annotation(to, word, property(file), title, text);
  }

  private static void annotation(Writer to, String word, String where, String title, String text)
      throws IOException {
    to.write("::" + word + " file=" + where + ",title=" + property(title) + "::");
    to.write(data(text));
    to.write('\n');
  }

  private static String data(String text) {
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static String property(String text) {
    return data(text).replace(":", "%3A").replace(",", "%2C");
  }
}
