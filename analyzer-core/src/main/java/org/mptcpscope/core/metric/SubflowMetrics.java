package org.mptcpscope.core.metric;

import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.dissector.tcp.SegmentView;

/**
 * What one host did on one subflow. Octets are payload; times are nanoseconds, moments count from
 * the first frame of the connection; -1 is unknown.
 *
 * @param segments all of this host, SYN and pure ACKs included
 * @param octets distinct ones, by subflow sequence number
 * @param repeated what was sent beyond them: octets sent again on this subflow
 * @param retransmissions segments that brought only such octets
 * @param outOfOrder segments with new octets below the highest octet sent before
 * @param duplicateAcks pure ACKs that acknowledge nothing new while octets of the peer are out
 * @param sackBlocks SACK blocks sent
 * @param roundTrip of this host's segments, as seen from the vantage
 * @param mostInFlight largest difference of what was sent and what was acknowledged
 * @param leastWindow smallest window advertised after the handshake, -1 without a known scale
 * @param mostWindow largest one
 * @param zeroWindows how often the window closed
 * @param zeroWindowTime how long it was closed, until it opened or the subflow was last seen
 * @param segmentSizes of segments with payload
 * @param firstData when this host first sent payload
 * @param lastData when it last did
 * @param longestPause longest time between two segments with payload
 */
public record SubflowMetrics(
    int subflow,
    Side by,
    int segments,
    long octets,
    long repeated,
    int retransmissions,
    int outOfOrder,
    int duplicateAcks,
    int sackBlocks,
    Distribution roundTrip,
    long mostInFlight,
    long leastWindow,
    long mostWindow,
    int zeroWindows,
    long zeroWindowTime,
    Distribution segmentSizes,
    long firstData,
    long lastData,
    long longestPause) {

  /** Octets per second from the first segment with payload to the last one; 0 for a moment. */
  public double octetsPerSecond() {
    return lastData > firstData ? octets * 1e9 / (lastData - firstData) : 0;
  }

  /** Measures a host on a subflow. */
  static SubflowMetrics of(SegmentTable table, int subflow, Side by) {
    return new Meter(table, subflow, by).measure();
  }

  /** The running state of one measurement. */
  private static final class Meter {
    private final SegmentTable table;
    private final int subflow;
    private final Side by;

    private int segments;
    private long all;
    private int retransmissions;
    private int outOfOrder;
    private int duplicateAcks;
    private int sackBlocks;
    private long mostInFlight;
    private long leastWindow = -1;
    private long mostWindow = -1;
    private int zeroWindows;
    private long zeroSince = -1;
    private long zeroWindowTime;
    private final Longs sizes = new Longs();
    private long firstData = -1;
    private long lastData = -1;
    private long longestPause = -1;

    /** Behind the last octet sent, and what of it the peer acknowledged. */
    private long highest = 1;

    private long acked = 1;

    /** Behind the last octet of the peer, the last acknowledgment, window and Data ACK. */
    private long peerHighest = 1;

    private long lastAck = SegmentTable.NONE;
    private long lastWindow = -1;
    private long lastDataAck = SegmentTable.NONE;

    Meter(SegmentTable table, int subflow, Side by) {
      this.table = table;
      this.subflow = subflow;
      this.by = by;
    }

    SubflowMetrics measure() {
      long last = 0;
      for (int row : table.rowsOf(subflow)) {
        last = table.time(row);
        if (table.by(row) == by) {
          sent(row);
        } else {
          heard(row);
        }
      }
      if (zeroSince >= 0) {
        zeroWindowTime += last - zeroSince;
      }
      table.sacks(
          (row, _, _) -> {
            if (table.subflow(row) == subflow && table.by(row) == by) {
              sackBlocks++;
            }
          });
      long distinct =
          table.summary().subflows().stream()
              .filter(one -> one.id() == subflow)
              .mapToLong(one -> Math.min(all, one.bytes(by)))
              .sum();
      return new SubflowMetrics(
          subflow,
          by,
          segments,
          distinct,
          all - distinct,
          retransmissions,
          outOfOrder,
          duplicateAcks,
          sackBlocks,
          RoundTrips.subflow(table, subflow, by).distribution(),
          mostInFlight,
          leastWindow,
          mostWindow,
          zeroWindows,
          zeroWindowTime,
          Distribution.of(sizes),
          firstData,
          lastData,
          longestPause);
    }

    private void sent(int row) {
      segments++;
      if (isDuplicateAck(row)) {
        duplicateAcks++;
      }
      window(row);
      if (table.ackSsn(row) != SegmentTable.NONE) {
        lastAck = table.ackSsn(row);
      }
      if (table.dataAck(row) != SegmentTable.NONE) {
        lastDataAck = table.dataAck(row);
      }
      int payload = table.payload(row);
      if (payload > 0) {
        payload(row, payload);
      }
    }

    private void payload(int row, int payload) {
      long time = table.time(row);
      sizes.add(payload);
      firstData = firstData < 0 ? time : firstData;
      longestPause = lastData < 0 ? longestPause : Math.max(longestPause, time - lastData);
      lastData = time;
      long end = table.ssn(row) + payload;
      all += payload;
      if (table.has(row, SegmentFacts.RETRANSMISSION)) {
        retransmissions++;
      } else if (end <= highest) {
        outOfOrder++;
      }
      highest = Math.max(highest, end);
      mostInFlight = Math.max(mostInFlight, highest - acked);
    }

    private void window(int row) {
      long window = table.window(row);
      if (window < 0 || table.has(row, SegmentFacts.RST | SegmentFacts.SYN)) {
        return;
      }
      leastWindow = leastWindow < 0 ? window : Math.min(leastWindow, window);
      mostWindow = Math.max(mostWindow, window);
      lastWindow = window;
      if (window == 0 && zeroSince < 0) {
        zeroWindows++;
        zeroSince = table.time(row);
      } else if (window > 0 && zeroSince >= 0) {
        zeroWindowTime += table.time(row) - zeroSince;
        zeroSince = -1;
      }
    }

    private boolean isDuplicateAck(int row) {
      return table.payload(row) == 0
          && table.ackSsn(row) != SegmentTable.NONE
          && table.ackSsn(row) == lastAck
          && peerHighest > lastAck
          && table.window(row) == lastWindow
          && table.dataAck(row) == lastDataAck
          && (table.flags(row) & (SegmentView.SYN | SegmentView.FIN | SegmentView.RST)) == 0
          && !table.has(row, SegmentFacts.SIGNAL | SegmentFacts.KEEPALIVE);
    }

    private void heard(int row) {
      if (table.payload(row) > 0) {
        peerHighest = Math.max(peerHighest, table.ssn(row) + table.payload(row));
      }
      if (table.ackSsn(row) != SegmentTable.NONE && !table.has(row, SegmentFacts.RST)) {
        acked = Math.max(acked, table.ackSsn(row));
      }
    }
  }
}
