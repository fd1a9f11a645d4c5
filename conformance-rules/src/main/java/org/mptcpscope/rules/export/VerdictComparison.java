package org.mptcpscope.rules.export;

import java.util.ArrayList;
import java.util.List;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.Finding;

/** Whether two captures of the same frames are judged alike. */
public final class VerdictComparison {
  private VerdictComparison() {}

  /**
   * Says what is judged differently: a line for each finding that only one of them has, told by
   * rule, requirement, severity, side and frames.
   */
  public static List<String> differences(CaptureReport one, CaptureReport other) {
    List<String> lost = verdicts(one);
    List<String> gained = verdicts(other);
    for (String verdict : verdicts(one)) {
      if (gained.remove(verdict)) {
        lost.remove(verdict);
      }
    }
    List<String> differences = new ArrayList<>();
    lost.forEach(verdict -> differences.add("lost " + verdict));
    gained.forEach(verdict -> differences.add("new " + verdict));
    return differences;
  }

  private static List<String> verdicts(CaptureReport report) {
    List<String> verdicts = new ArrayList<>();
    for (Finding finding : report.findings()) {
      verdicts.add(
          "%s[%s] %s, %s, frames %s"
              .formatted(
                  finding.severity().word(),
                  finding.rule(),
                  String.join(" ", finding.requirements()),
                  finding.fault().side() == null ? "side unknown" : finding.fault().side().word(),
                  finding.frames().stream().sorted().toList()));
    }
    return verdicts;
  }
}
