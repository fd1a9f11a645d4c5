package org.mptcpscope.gui.presenter;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mptcpscope.core.model.ConnectionSummary;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.plot.DsnPlot;
import org.mptcpscope.core.plot.DsnSeries;
import org.mptcpscope.core.plot.PlotSpec;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.CaptureReport.ConnectionReport;
import org.mptcpscope.rules.api.Finding;
import org.mptcpscope.rules.report.PlotFindings;

/**
 * Everything the window knows of one capture, immutable.
 *
 * @param report verdicts and connections
 * @param series by connection and sender, what the graph shows
 */
public record CaptureModel(CaptureReport report, Map<Integer, Map<Side, DsnSeries>> series) {
  public CaptureModel {
    series = Map.copyOf(series);
  }

  /** The connection with this number. */
  public Optional<ConnectionReport> connection(int id) {
    return report.connections().stream().filter(c -> c.summary().id() == id).findFirst();
  }

  /** Findings of a connection, worst first as the report has them. */
  public List<Finding> findings(int connection) {
    return report.findings().stream().filter(f -> f.connection() == connection).toList();
  }

  /**
   * The connection to show first: of the worst finding, else the one with most octets; -1 if none.
   */
  public int first() {
    if (!report.findings().isEmpty()) {
      return report.findings().getFirst().connection();
    }
    return report.connections().stream()
        .map(ConnectionReport::summary)
        .max(Comparator.comparingLong(c -> c.dataFromInitiator() + c.dataFromListener()))
        .map(ConnectionSummary::id)
        .orElse(-1);
  }

  /** The side of a connection that sent more. */
  public Side busier(int connection) {
    return connection(connection)
        .map(ConnectionReport::summary)
        .filter(c -> c.dataFromListener() > c.dataFromInitiator())
        .map(c -> Side.LISTENER)
        .orElse(Side.INITIATOR);
  }

  /** The data-level sequence graph of what a host sent; empty if it sent nothing. */
  public Optional<PlotSpec> plot(int connection, Side sender) {
    DsnSeries direction = series.getOrDefault(connection, Map.of()).get(sender);
    if (direction == null || direction.isEmpty()) {
      return Optional.empty();
    }
    return connection(connection)
        .map(c -> DsnPlot.of(direction, PlotFindings.of(report, c.summary())));
  }
}
