package org.mptcpscope.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mptcpscope.core.capture.CaptureWarning;
import org.mptcpscope.rules.api.CaptureReport;

/**
 * What was wrong with captures, on standard error. Equal warnings of many captures become one; a
 * capture of which nothing could be read is always named.
 */
final class Warnings {
  private static final int MANY = 3;

  private Warnings() {}

  static void print(Terminal terminal, List<CaptureReport> reports) {
    Map<String, Integer> times = new LinkedHashMap<>();
    for (CaptureReport report : reports) {
      report.warnings().forEach(w -> times.merge(key(report, w), 1, Integer::sum));
    }
    Map<String, Boolean> said = new LinkedHashMap<>();
    for (CaptureReport report : reports) {
      for (CaptureWarning warning : report.warnings()) {
        int many = times.get(key(report, warning));
        if (many < MANY || !report.readable()) {
          terminal.err().println(line(report, report.file() + ": " + warning.message()));
        } else if (said.put(key(report, warning), true) == null) {
          terminal
              .err()
              .println(
                  line(
                      report,
                      warning.message() + ", in " + many + " captures, first " + report.file()));
        }
      }
    }
    terminal.err().flush();
  }

  private static String key(CaptureReport report, CaptureWarning warning) {
    return report.readable() + warning.message();
  }

  private static String line(CaptureReport report, String sentence) {
    return (report.readable() ? "mptcpscope: warning: " : "mptcpscope: ") + sentence;
  }
}
