package org.mptcpscope.core.metric;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.Side;

/** What a host's data moved over time: first copies by subflow, later copies, and Data ACKs. */
public final class Rates {
  private final SortedMap<Integer, Tally> first = new TreeMap<>();
  private final SortedMap<Integer, Tally> again = new TreeMap<>();
  private final Tally acked = new Tally();

  private Rates() {}

  /** Counts the data of one host. */
  public static Rates of(SegmentTable table, Side sender) {
    Rates rates = new Rates();
    long highestAck = 1;
    for (int row = 0; row < table.size(); row++) {
      if (table.by(row) == sender) {
        if (table.payload(row) > 0) {
          boolean copy =
              table.has(row, SegmentFacts.RETRANSMISSION | SegmentFacts.REINJECTION)
                  && !table.has(row, SegmentFacts.NEW_DATA);
          (copy ? rates.again : rates.first)
              .computeIfAbsent(table.subflow(row), _ -> new Tally())
              .add(table.time(row), table.payload(row));
        }
      } else if (table.dataAck(row) != SegmentTable.NONE && table.dataAck(row) > highestAck) {
        rates.acked.add(table.time(row), table.dataAck(row) - highestAck);
        highestAck = table.dataAck(row);
      }
    }
    return rates;
  }

  /** Returns the first copies of each subflow. */
  public SortedMap<Integer, Tally> first() {
    return Collections.unmodifiableSortedMap(first);
  }

  /** Returns what each subflow carried beyond first copies. */
  public SortedMap<Integer, Tally> again() {
    return Collections.unmodifiableSortedMap(again);
  }

  /** Returns what Data ACKs covered. */
  public Tally acked() {
    return acked;
  }
}
