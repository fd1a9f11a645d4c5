package org.mptcpscope.core.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.mptcpscope.core.metric.Observation.Kind;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.SubflowSummary;

/**
 * Finds subflows on which a host had octets out, sent some of them again, and heard nothing for
 * longer than a stall.
 */
final class Silences {
  private static final int ROUND_TRIPS = 4;

  private final SegmentTable table;
  private final Side sender;

  Silences(SegmentTable table, Side sender) {
    this.table = table;
    this.sender = sender;
  }

  void find(Consumer<Observation> sink) {
    long least = Stalls.least(table);
    for (SubflowSummary subflow : table.summary().subflows()) {
      // An answer may take as long as the subflow's own round trip, and was not silence before.
      long own = ROUND_TRIPS * RoundTrips.handshake(table, subflow.id());
      find(subflow.id(), Math.max(least, own), sink);
    }
  }

  private void find(int subflow, long least, Consumer<Observation> sink) {
    List<Integer> rows = new ArrayList<>();
    int heard = -1;
    long highest = 1;
    long acked = 1;
    long end = 0;
    for (int row : table.rowsOf(subflow)) {
      end = table.time(row);
      if (table.by(row) == sender) {
        if (table.payload(row) > 0) {
          boolean again = table.ssn(row) + table.payload(row) <= highest;
          highest = Math.max(highest, table.ssn(row) + table.payload(row));
          if (highest > acked && (rows.isEmpty() || again)) {
            rows.add(row);
          }
        }
        continue;
      }
      tell(rows, heard, row, table.time(row), subflow, least, sink);
      heard = row;
      rows.clear();
      if (table.ackSsn(row) != SegmentTable.NONE) {
        acked = Math.max(acked, table.ackSsn(row));
      }
    }
    tell(rows, heard, -1, end, subflow, least, sink);
  }

  private void tell(
      List<Integer> rows,
      int heard,
      int answer,
      long to,
      int subflow,
      long least,
      Consumer<Observation> sink) {
    if (rows.size() < 2 || to - table.time(rows.getFirst()) <= least) {
      return;
    }
    long first = table.time(rows.getFirst());
    // It was silent since it was last heard, unless there was nothing to answer.
    long from = heard >= 0 && first - table.time(heard) < least ? table.time(heard) : first;
    List<Integer> frames = new ArrayList<>();
    rows.forEach(row -> frames.add(table.frame(row)));
    if (answer >= 0) {
      frames.add(table.frame(answer));
    }
    String between =
        "nothing from "
            + sender.peer().letter()
            + (answer < 0 ? " after frame " : heard < 0 ? " before frame " : " between frames ")
            + (answer >= 0 && heard >= 0
                ? table.frame(heard) + " and " + table.frame(answer)
                : answer >= 0
                    ? String.valueOf(table.frame(answer))
                    : heard >= 0 ? String.valueOf(table.frame(heard)) : "1");
    sink.accept(
        new Observation(
            Kind.SUBFLOW_SILENT,
            table.summary().id(),
            sender,
            subflow,
            from,
            to,
            to - from,
            0,
            rows.size() - 1,
            frames,
            between));
  }
}
