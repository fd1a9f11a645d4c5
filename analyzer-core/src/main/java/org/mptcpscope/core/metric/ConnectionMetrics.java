package org.mptcpscope.core.metric;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.mptcpscope.core.model.ConnectionSummary;
import org.mptcpscope.core.model.Side;

/**
 * One connection in numbers.
 *
 * @param summary what is known of it as a whole
 * @param handshakes for each subflow the round trip of its handshake in nanoseconds, or -1
 * @param subflows two entries for each subflow, the initiator's first
 * @param initiator the data of the initiator
 * @param listener the data of the listener
 * @param signals what hosts said beside data
 * @param observations what cost time or octets, costliest first
 */
public record ConnectionMetrics(
    ConnectionSummary summary,
    SortedMap<Integer, Long> handshakes,
    List<SubflowMetrics> subflows,
    StreamMetrics initiator,
    StreamMetrics listener,
    List<SegmentTable.Signal> signals,
    List<Observation> observations) {
  /** Copies. */
  public ConnectionMetrics {
    handshakes = Collections.unmodifiableSortedMap(new TreeMap<>(handshakes));
    subflows = List.copyOf(subflows);
    signals = List.copyOf(signals);
    observations = List.copyOf(observations);
  }

  /** The data of a host. */
  public StreamMetrics stream(Side sender) {
    return sender == Side.INITIATOR ? initiator : listener;
  }

  /** Measures a connection. */
  public static ConnectionMetrics of(SegmentTable table) {
    SortedMap<Integer, Long> handshakes = new TreeMap<>();
    List<SubflowMetrics> subflows = new ArrayList<>();
    for (var subflow : table.summary().subflows()) {
      handshakes.put(subflow.id(), RoundTrips.handshake(table, subflow.id()));
      for (Side side : Side.values()) {
        subflows.add(SubflowMetrics.of(table, subflow.id(), side));
      }
    }
    StreamMetrics initiator = StreamMetrics.of(table, Side.INITIATOR);
    StreamMetrics listener = StreamMetrics.of(table, Side.LISTENER);
    return new ConnectionMetrics(
        table.summary(),
        handshakes,
        subflows,
        initiator,
        listener,
        table.signals(),
        Observations.of(table, subflows, initiator, listener));
  }

  /** Returns the same without what grows with the number of segments. */
  public ConnectionMetrics totals() {
    return new ConnectionMetrics(
        summary,
        handshakes,
        subflows,
        initiator.totals(),
        listener.totals(),
        signals,
        observations);
  }
}
