package org.mptcpscope.core.metric;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Vantage;

/**
 * Head-of-line blocking: octets of a host that arrived above a hole in its data, over time, and the
 * subflow behind whose octets they waited.
 *
 * <p>Where the capture shows arrivals (at the receiver, or between the hosts) it is exact for that
 * place. At the sender only what the subflow's acknowledgments prove to have arrived counts: a
 * lower bound.
 */
public final class Waiting {
  /** No subflow: the first copy of the missing octet was not seen. */
  public static final int UNKNOWN = -1;

  private final Samples depth = new Samples();
  private final Longs blocks = new Longs();
  private final SortedMap<Integer, Long> held = new TreeMap<>();
  private final boolean lowerBound;
  private long most;
  private long furthest;
  private int disordered;

  private Waiting(boolean lowerBound) {
    this.lowerBound = lowerBound;
  }

  /** Returns the same without its series. */
  Waiting totals() {
    Waiting totals = new Waiting(lowerBound);
    totals.held.putAll(held);
    totals.most = most;
    totals.furthest = furthest;
    totals.disordered = disordered;
    return totals;
  }

  /** Measures the data of one host. */
  public static Waiting of(SegmentTable table, FirstCopies copies, Side sender) {
    return new Meter(table, copies, sender).measure();
  }

  /** Returns whether more may have waited than is known, as seen from the sender. */
  public boolean isLowerBound() {
    return lowerBound;
  }

  /** Returns how many octets waited from each moment on; the subflow is the one waited for. */
  public Samples depth() {
    return depth;
  }

  /** Returns the most octets that waited at once: what the reorder buffer had to hold. */
  public long most() {
    return most;
  }

  /** Returns the farthest that an octet arrived above the hole, in octets. */
  public long furthest() {
    return furthest;
  }

  /** Returns how many segments arrived above a hole. */
  public int disordered() {
    return disordered;
  }

  /**
   * Returns for each subflow the nanoseconds for which others waited for its octets; {@link
   * #UNKNOWN} where the first copy was not seen.
   */
  public SortedMap<Integer, Long> held() {
    return Collections.unmodifiableSortedMap(held);
  }

  /** Returns how long octets waited, in nanoseconds. */
  public long total() {
    return held.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Receives the times in which octets waited. */
  public interface Sink {
    /** From a moment to another, octets waited for one at {@code dsn} of a subflow. */
    void block(long from, long to, long dsn, int subflow);
  }

  /** Gives all times in which octets waited, in order. */
  public void blocks(Sink sink) {
    for (int i = 0; i + 3 < blocks.size(); i += 4) {
      sink.block(blocks.get(i), blocks.get(i + 1), blocks.get(i + 2), (int) blocks.get(i + 3));
    }
  }

  /** The running state of one measurement. */
  private static final class Meter {
    private final SegmentTable table;
    private final FirstCopies copies;
    private final Side sender;
    private final Waiting result;

    /** Octets that arrived above the hole: first octet to the one behind the last. */
    private final TreeMap<Long, Long> above = new TreeMap<>();

    private long waiting;

    /** The octet that is missing. */
    private long next = 1;

    private long since = -1;
    private int holder = UNKNOWN;

    /** For each subflow what it carried and was not yet acknowledged on it, as rows. */
    private final Map<Integer, Outstanding> outstanding = new TreeMap<>();

    /** Rows with data of a subflow in the order of SSNs, and how far they are acknowledged. */
    private static final class Outstanding {
      private final TreeMap<Long, Integer> bySsn = new TreeMap<>();
    }

    Meter(SegmentTable table, FirstCopies copies, Side sender) {
      this.table = table;
      this.copies = copies;
      this.sender = sender;
      this.result = new Waiting(table.summary().vantage() == Vantage.at(sender));
    }

    Waiting measure() {
      for (int row = 0; row < table.size(); row++) {
        if (table.by(row) == sender) {
          if (table.hasData(row)) {
            data(row);
          }
        } else {
          acked(row);
        }
      }
      if (since >= 0) {
        block(table.end());
      }
      return result;
    }

    private void data(int row) {
      if (result.lowerBound) {
        outstanding
            .computeIfAbsent(table.subflow(row), _ -> new Outstanding())
            .bySsn
            .putIfAbsent(table.ssn(row), row);
      } else {
        arrived(row, table.dsn(row), table.dsn(row) + table.payload(row));
      }
    }

    private void acked(int row) {
      Outstanding out = outstanding.get(table.subflow(row));
      if (out != null
          && table.ackSsn(row) != SegmentTable.NONE
          && !table.has(row, SegmentFacts.RST)) {
        long ack = table.ackSsn(row);
        while (!out.bySsn.isEmpty()) {
          int first = out.bySsn.firstEntry().getValue();
          if (table.ssn(first) + table.payload(first) > ack) {
            break;
          }
          out.bySsn.pollFirstEntry();
          arrived(row, table.dsn(first), table.dsn(first) + table.payload(first));
        }
      }
      // What the other host acknowledged arrived, seen or not.
      if (table.dataAck(row) != SegmentTable.NONE && table.dataAck(row) > next) {
        advance(row, table.dataAck(row));
      }
    }

    private void arrived(int row, long from, long to) {
      if (to <= next) {
        return;
      }
      if (from <= next) {
        advance(row, to);
        return;
      }
      long before = waiting;
      add(from, to);
      if (waiting > before) {
        result.disordered++;
        result.furthest = Math.max(result.furthest, from - next);
        if (before == 0) {
          since = table.time(row);
          holder = holder();
        }
        sample(row);
      }
    }

    /** Merges a range into those above the hole. */
    private void add(long from, long to) {
      long low = from;
      long high = to;
      Map.Entry<Long, Long> left = above.floorEntry(low);
      if (left != null && left.getValue() >= low) {
        low = left.getKey();
        high = Math.max(high, left.getValue());
        waiting -= left.getValue() - left.getKey();
        above.remove(left.getKey());
      }
      for (var right = above.ceilingEntry(low);
          right != null && right.getKey() <= high;
          right = above.ceilingEntry(low)) {
        high = Math.max(high, right.getValue());
        waiting -= right.getValue() - right.getKey();
        above.remove(right.getKey());
      }
      above.put(low, high);
      waiting += high - low;
    }

    /** The hole is filled up to an octet, and what lies behind it is no longer above a hole. */
    private void advance(int row, long to) {
      long end = to;
      long before = waiting;
      while (!above.isEmpty() && above.firstKey() <= end) {
        Map.Entry<Long, Long> first = above.pollFirstEntry();
        waiting -= first.getValue() - first.getKey();
        end = Math.max(end, first.getValue());
      }
      if (before > 0) {
        block(table.time(row));
      }
      next = end;
      if (waiting > 0) {
        since = table.time(row);
        holder = holder();
      }
      if (before > 0) {
        sample(row);
      }
    }

    private void block(long to) {
      if (to > since) {
        result.held.merge(holder, to - since, Long::sum);
        result.blocks.add(since);
        result.blocks.add(to);
        result.blocks.add(next);
        result.blocks.add(holder);
      }
      since = -1;
    }

    private void sample(int row) {
      result.most = Math.max(result.most, waiting);
      result.depth.add(table.time(row), waiting, table.frame(row), holder);
    }

    /**
     * The subflow of the first copy of the missing octet. Where arrivals are seen, an octet that
     * comes behind later ones of the same subflow is a second copy of one that was lost.
     */
    private int holder() {
      int row = copies.rowOf(next);
      if (row == FirstCopies.UNSEEN) {
        return UNKNOWN;
      }
      return !result.lowerBound && copies.isLate(row) ? UNKNOWN : table.subflow(row);
    }
  }
}
