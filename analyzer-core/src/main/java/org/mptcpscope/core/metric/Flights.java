package org.mptcpscope.core.metric;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.Side;

/**
 * What a host had sent and not yet acknowledged, over time: on each subflow by ACKs, over all by
 * Data ACKs, and what the window allowed.
 */
public final class Flights {
  private final SortedMap<Integer, Track> subflows = new TreeMap<>();
  private final Track data = new Track();
  private final Track window = new Track();

  private Flights() {}

  /** One subflow so far. */
  private static final class Pipe {
    private long highest = 1;
    private long acked = 1;
    private final Track track = new Track();
  }

  /** Follows the data of one host. */
  public static Flights of(SegmentTable table, Side sender) {
    Flights flights = new Flights();
    SortedMap<Integer, Pipe> pipes = new TreeMap<>();
    long highest = 1;
    long acked = 1;
    long edge = -1;
    for (int row = 0; row < table.size(); row++) {
      long time = table.time(row);
      Pipe pipe = pipes.computeIfAbsent(table.subflow(row), _ -> new Pipe());
      if (table.by(row) == sender) {
        if (table.payload(row) == 0) {
          continue;
        }
        pipe.highest = Math.max(pipe.highest, table.ssn(row) + table.payload(row));
        if (table.hasData(row)) {
          highest = Math.max(highest, table.dsn(row) + table.payload(row));
        }
      } else {
        if (table.ackSsn(row) != SegmentTable.NONE && !table.has(row, SegmentFacts.RST)) {
          pipe.acked = Math.max(pipe.acked, table.ackSsn(row));
        }
        if (table.dataAck(row) != SegmentTable.NONE) {
          acked = Math.max(acked, table.dataAck(row));
          if (table.window(row) >= 0 && !table.has(row, SegmentFacts.RST)) {
            edge = Math.max(edge, table.dataAck(row) + table.window(row));
          }
        }
      }
      pipe.track.add(time, Math.max(0, pipe.highest - pipe.acked));
      flights.data.add(time, Math.max(0, highest - acked));
      if (edge >= 0) {
        flights.window.add(time, Math.max(0, edge - acked));
      }
    }
    pipes.forEach(
        (subflow, pipe) -> {
          if (pipe.track.most() > 0) {
            flights.subflows.put(subflow, pipe.track);
          }
        });
    return flights;
  }

  /** Returns each subflow's octets in flight; those that never had any are not there. */
  public SortedMap<Integer, Track> subflows() {
    return Collections.unmodifiableSortedMap(subflows);
  }

  /** Returns the octets of data sent and not covered by a Data ACK. */
  public Track data() {
    return data;
  }

  /** Returns how far the window reached beyond the Data ACK; empty if its scale is unknown. */
  public Track window() {
    return window;
  }
}
