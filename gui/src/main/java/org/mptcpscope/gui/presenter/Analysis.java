package org.mptcpscope.gui.presenter;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.plot.DsnCollector;
import org.mptcpscope.core.plot.DsnSeries;
import org.mptcpscope.core.trace.TraceOptions;
import org.mptcpscope.core.trace.TraceOptions.CapturedAt;
import org.mptcpscope.core.trace.TraceOptions.Progress;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.engine.LintOptions;
import org.mptcpscope.rules.engine.Linter;

/** Reads a capture once, for verdicts and graphs alike. */
public final class Analysis {
  private Analysis() {}

  /**
   * Reads it on the calling thread.
   *
   * @throws CaptureException if nothing of it can be read
   */
  public static CaptureModel run(CaptureSource capture, Progress progress) throws CaptureException {
    DsnCollector collector = new DsnCollector(_ -> true);
    LintOptions options =
        new LintOptions(
            List.of(), List.of(), false, new TraceOptions(new CapturedAt.Inferred(), progress));
    CaptureReport report = Linter.lint(capture, options, List.of(collector));
    Map<Integer, Map<Side, DsnSeries>> series = new HashMap<>();
    report.connections().forEach(c -> add(series, collector, c.summary().id()));
    return new CaptureModel(report, series);
  }

  private static void add(
      Map<Integer, Map<Side, DsnSeries>> all, DsnCollector collector, int connection) {
    Map<Side, DsnSeries> both = new HashMap<>();
    for (Side side : Side.values()) {
      collector.series(connection, side).ifPresent(series -> both.put(side, series));
    }
    all.put(connection, Map.copyOf(both));
  }
}
