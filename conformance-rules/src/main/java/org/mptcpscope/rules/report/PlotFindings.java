package org.mptcpscope.rules.report;

import java.util.List;
import org.mptcpscope.core.model.ConnectionSummary;
import org.mptcpscope.core.plot.DsnPlot;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.Finding;

/** Findings as marks of a plot, whose time counts from the first frame of the connection. */
public final class PlotFindings {
  private PlotFindings() {}

  /** Returns the findings of a connection. */
  public static List<DsnPlot.Finding> of(CaptureReport report, ConnectionSummary connection) {
    long start = connection.firstFrame().time();
    return report.findings().stream()
        .filter(finding -> finding.connection() == connection.id())
        .map(finding -> mark(finding, start))
        .toList();
  }

  private static DsnPlot.Finding mark(Finding finding, long start) {
    DsnPlot.Severity severity =
        switch (finding.severity()) {
          case ERROR -> DsnPlot.Severity.ERROR;
          case WARNING -> DsnPlot.Severity.WARNING;
          case NOTE -> DsnPlot.Severity.NOTE;
        };
    return new DsnPlot.Finding(
        severity,
        finding.rule() + ": " + finding.message(),
        finding.evidence().stream()
            .map(shown -> new DsnPlot.Moment(shown.frame().number(), shown.frame().time() - start))
            .toList());
  }
}
