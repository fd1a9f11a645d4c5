package org.mptcpscope.core.metric;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.dissector.tcp.SegmentView;

/**
 * Round-trip times: from a segment of a host, as it passes the vantage, to the acknowledgment that
 * covers it.
 */
public final class RoundTrips {
  private RoundTrips() {}

  /** A segment whose acknowledgment is awaited. */
  private static final class Sent {
    private final long end;
    private long time;
    private long stamp;
    private boolean twice;
    private boolean told;

    Sent(long end, long time, long stamp) {
      this.end = end;
      this.time = time;
      this.stamp = stamp;
      this.told = stamp >= 0;
    }
  }

  /**
   * Returns one sample per acknowledgment that covers new octets of the sender on a subflow: that
   * of the newest segment covered. Octets that were sent twice give none (Karn), unless the echoed
   * timestamp tells the copies apart. The SYN counts as a segment. Values in nanoseconds.
   */
  public static Samples subflow(SegmentTable table, int subflow, Side sender) {
    Samples samples = new Samples();
    Deque<Sent> sent = new ArrayDeque<>();
    long highest = SegmentTable.NONE;
    long acked = SegmentTable.NONE;
    for (int row : table.rowsOf(subflow)) {
      if (table.by(row) == sender) {
        boolean syn = (table.flags(row) & SegmentView.SYN) != 0;
        int octets = table.payload(row) + (syn ? 1 : 0);
        if (octets == 0) {
          continue;
        }
        // A SYN is the octet before the first one of data.
        long from = syn ? 0 : table.ssn(row);
        long end = from + octets;
        if (end > highest) {
          highest = end;
          sent.addLast(new Sent(end, table.time(row), table.tsVal(row)));
        }
        again(sent, from, end, table.time(row), table.tsVal(row));
      } else if (table.ackSsn(row) != SegmentTable.NONE
          && table.ackSsn(row) > acked
          && !table.has(row, SegmentFacts.RST)) {
        acked = table.ackSsn(row);
        Sent newest = null;
        while (!sent.isEmpty() && sent.getFirst().end <= acked) {
          newest = sent.removeFirst();
        }
        if (newest != null && isTold(newest, table.tsEcr(row))) {
          samples.add(table.time(row), table.time(row) - newest.time, table.frame(row), subflow);
        }
      }
    }
    return samples;
  }

  /** Octets that are out already and are sent once more. */
  private static void again(Deque<Sent> sent, long from, long end, long time, long stamp) {
    for (Iterator<Sent> newest = sent.descendingIterator(); newest.hasNext(); ) {
      Sent one = newest.next();
      if (one.end <= from) {
        return;
      }
      if (one.end <= end && time > one.time) {
        // Copies with different time stamps can be told apart by what is echoed; two at most.
        one.told = !one.twice && one.stamp >= 0 && stamp >= 0 && stamp != one.stamp;
        one.twice = true;
        one.time = time;
        one.stamp = stamp;
      }
    }
  }

  private static boolean isTold(Sent newest, long echo) {
    return !newest.twice || (newest.told && echo == newest.stamp);
  }

  /**
   * Returns one sample per Data ACK that covers new octets of the sender: from the first time that
   * the newest octet covered was sent, on whatever subflow. Values in nanoseconds; the subflow is
   * that of the Data ACK.
   */
  public static Samples data(SegmentTable table, FirstCopies copies, Side sender) {
    Samples samples = new Samples();
    long acked = 1;
    for (int row = 0; row < table.size(); row++) {
      if (table.by(row) == sender || table.dataAck(row) == SegmentTable.NONE) {
        continue;
      }
      long ack = table.dataAck(row);
      if (ack > acked) {
        acked = ack;
        int original = copies.rowOf(ack - 1);
        if (original != FirstCopies.UNSEEN && original < row) {
          samples.add(
              table.time(row),
              table.time(row) - table.time(original),
              table.frame(row),
              table.subflow(row));
        }
      }
    }
    return samples;
  }

  /**
   * Returns the time from the SYN of a subflow to the third packet, which is one round trip
   * wherever the capture was taken, or -1 if either was not seen or the SYN was sent twice.
   */
  public static long handshake(SegmentTable table, int subflow) {
    long syn = -1;
    Side opener = null;
    for (int row : table.rowsOf(subflow)) {
      int flags = table.flags(row) & (SegmentView.SYN | SegmentView.ACK | SegmentView.RST);
      if (flags == SegmentView.SYN) {
        if (opener != null) {
          return -1;
        }
        syn = table.time(row);
        opener = table.by(row);
      } else if (flags == SegmentView.ACK) {
        return table.by(row) == opener ? table.time(row) - syn : -1;
      } else if (flags == (SegmentView.SYN | SegmentView.ACK) && opener == null) {
        return -1;
      }
    }
    return -1;
  }
}
