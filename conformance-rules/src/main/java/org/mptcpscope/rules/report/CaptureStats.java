package org.mptcpscope.rules.report;

import java.util.List;
import org.mptcpscope.core.metric.ConnectionMetrics;
import org.mptcpscope.rules.api.CaptureReport;

/**
 * One capture in numbers.
 *
 * @param capture what is known of it as a whole
 * @param connections in the order of their numbers
 */
public record CaptureStats(CaptureReport capture, List<ConnectionMetrics> connections) {
  /** Copies the list. */
  public CaptureStats {
    connections = List.copyOf(connections);
  }
}
