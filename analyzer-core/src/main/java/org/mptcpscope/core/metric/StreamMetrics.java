package org.mptcpscope.core.metric;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.Side;

/**
 * The data of one host over all subflows. Octets are data; times are nanoseconds, moments count
 * from the first frame of the connection; -1 is unknown.
 *
 * @param octets distinct ones
 * @param sentTwice octets beyond the first copy, on whatever subflow
 * @param reinjected octets sent again under another mapping
 * @param needless those of them that a Data ACK had covered before they were sent
 * @param reinjectionDelay after the first copy
 * @param roundTrip from the first time that octets were sent to their Data ACK
 * @param ackSizes how far each Data ACK moved, in octets
 * @param mostInFlight largest difference of what was sent and what the Data ACK covered
 * @param leastWindow smallest shared window after the first Data ACK, -1 without a known scale
 * @param windowFullTime how long less than one segment of the window was left
 * @param firstData when the first octet was sent
 * @param acked when the Data ACK covered the last octet, or -1
 * @param share for each subflow the octets that it carried first
 * @param runs for each subflow how long its runs of octets are, in the order of the data
 * @param waiting octets above a hole
 * @param stalls the Data ACK stood, longest first
 */
public record StreamMetrics(
    Side sender,
    long octets,
    long sentTwice,
    long reinjected,
    long needless,
    Distribution reinjectionDelay,
    Distribution roundTrip,
    Distribution ackSizes,
    long mostInFlight,
    long leastWindow,
    long windowFullTime,
    long firstData,
    long acked,
    SortedMap<Integer, Long> share,
    SortedMap<Integer, Distribution> runs,
    Waiting waiting,
    List<Reinjection> reinjections,
    List<Stall> stalls) {
  /** Copies. */
  public StreamMetrics {
    share = Collections.unmodifiableSortedMap(new TreeMap<>(share));
    runs = Collections.unmodifiableSortedMap(new TreeMap<>(runs));
    reinjections = List.copyOf(reinjections);
    stalls = List.copyOf(stalls);
  }

  /** Octets per second from the first octet sent to the Data ACK of the last; 0 if unknown. */
  public double goodput() {
    return acked > firstData && firstData >= 0 ? octets * 1e9 / (acked - firstData) : 0;
  }

  /** Returns the same without what grows with the number of segments. */
  StreamMetrics totals() {
    return new StreamMetrics(
        sender,
        octets,
        sentTwice,
        reinjected,
        needless,
        reinjectionDelay,
        roundTrip,
        ackSizes,
        mostInFlight,
        leastWindow,
        windowFullTime,
        firstData,
        acked,
        share,
        runs,
        waiting.totals(),
        List.of(),
        stalls);
  }

  /** Measures the data of one host. */
  public static StreamMetrics of(SegmentTable table, Side sender) {
    return new Meter(table, sender).measure();
  }

  /** The running state of one measurement. */
  private static final class Meter {
    private final SegmentTable table;
    private final Side sender;
    private final FirstCopies copies;
    private final List<Reinjection> reinjections = new ArrayList<>();
    private final Longs delays = new Longs();
    private final Longs ackSizes = new Longs();
    private long all;
    private long reinjected;
    private long needless;
    private long mostInFlight;
    private long leastWindow = -1;
    private long firstData = -1;
    private long lastAcked = -1;
    private long highest = 1;
    private long acked = 1;
    private long edge = -1;
    private long largest;
    private long fullSince = -1;
    private long fullTime;

    Meter(SegmentTable table, Side sender) {
      this.table = table;
      this.sender = sender;
      this.copies = FirstCopies.of(table, sender);
    }

    StreamMetrics measure() {
      for (int row = 0; row < table.size(); row++) {
        if (table.by(row) == sender) {
          if (table.hasData(row)) {
            sent(row);
          }
        } else if (table.dataAck(row) != SegmentTable.NONE) {
          acked(row);
        }
      }
      if (fullSince >= 0) {
        fullTime += table.end() - fullSince;
      }
      long octets = Math.min(all, table.summary().dataBytes(sender));
      return new StreamMetrics(
          sender,
          octets,
          all - octets,
          reinjected,
          needless,
          Distribution.of(delays),
          RoundTrips.data(table, copies, sender).distribution(),
          Distribution.of(ackSizes),
          mostInFlight,
          leastWindow,
          fullTime,
          firstData,
          acked >= highest ? lastAcked : -1,
          share(),
          runs(),
          Waiting.of(table, copies, sender),
          reinjections,
          Stalls.of(table, copies, sender));
    }

    private void sent(int row) {
      int payload = table.payload(row);
      all += payload;
      largest = Math.max(largest, payload);
      firstData = firstData < 0 ? table.time(row) : firstData;
      highest = Math.max(highest, table.dsn(row) + payload);
      mostInFlight = Math.max(mostInFlight, highest - acked);
      if (table.has(row, SegmentFacts.REINJECTION)) {
        reinjection(row, payload);
      }
      full(row);
    }

    private void reinjection(int row, int payload) {
      long dsn = table.dsn(row);
      int original = copies.rowOf(dsn);
      original = original != FirstCopies.UNSEEN && original < row ? original : FirstCopies.UNSEEN;
      long delay = original < 0 ? -1 : table.time(row) - table.time(original);
      int late = Math.clamp(acked - dsn, 0, payload);
      reinjected += payload;
      needless += late;
      if (delay >= 0) {
        delays.add(delay);
      }
      reinjections.add(
          new Reinjection(
              table.time(row), row, dsn, payload, table.subflow(row), original, delay, late));
    }

    private void acked(int row) {
      long ack = table.dataAck(row);
      if (ack > acked) {
        ackSizes.add(ack - acked);
        acked = ack;
        lastAcked = table.time(row);
      }
      long window = table.window(row);
      if (window >= 0 && !table.has(row, SegmentFacts.RST | SegmentFacts.SYN)) {
        leastWindow = leastWindow < 0 ? window : Math.min(leastWindow, window);
        edge = Math.max(edge, ack + window);
      }
      full(row);
    }

    /** The window is full while not one more segment fits. */
    private void full(int row) {
      boolean full = edge >= 0 && largest > 0 && acked < highest && edge - highest < largest;
      if (full && fullSince < 0) {
        fullSince = table.time(row);
      } else if (!full && fullSince >= 0) {
        fullTime += table.time(row) - fullSince;
        fullSince = -1;
      }
    }

    private SortedMap<Integer, Long> share() {
      SortedMap<Integer, Long> share = new TreeMap<>();
      for (int i = 0; i < copies.size(); i++) {
        int row = copies.row(i);
        share.merge(table.subflow(row), (long) table.payload(row), Long::sum);
      }
      return share;
    }

    private SortedMap<Integer, Distribution> runs() {
      Map<Integer, Longs> lengths = new TreeMap<>();
      int subflow = -1;
      long length = 0;
      for (int i = 0; i <= copies.size(); i++) {
        int row = i < copies.size() ? copies.row(i) : -1;
        if (row < 0 || table.subflow(row) != subflow) {
          if (length > 0) {
            lengths.computeIfAbsent(subflow, _ -> new Longs()).add(length);
          }
          length = 0;
          subflow = row < 0 ? -1 : table.subflow(row);
        }
        length += row < 0 ? 0 : table.payload(row);
      }
      SortedMap<Integer, Distribution> runs = new TreeMap<>();
      lengths.forEach((number, column) -> runs.put(number, Distribution.of(column)));
      return runs;
    }
  }
}
