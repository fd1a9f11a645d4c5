package org.mptcpscope.core.trace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.ConnectionSummary;

/** Keeps the summaries of all connections of a pass. */
public final class SummaryList implements TraceObserver {
  private final List<ConnectionSummary> summaries = new ArrayList<>();

  /** Makes a list of nothing yet. */
  public SummaryList() {}

  @Override
  public boolean wantsEvents() {
    return false;
  }

  @Override
  public void onSummary(Connection connection, ConnectionSummary summary) {
    summaries.add(summary);
  }

  /** In the order of their ids, with the stream numbers of the pass that is over. */
  public List<ConnectionSummary> of(TraceResult result) {
    return summaries.stream()
        .sorted(Comparator.comparingInt(ConnectionSummary::id))
        .map(result.streams()::renumbered)
        .toList();
  }
}
