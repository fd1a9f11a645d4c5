package org.mptcpscope.core.metric;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.Side;

/**
 * Where each octet of a host's data was sent for the first time, as far as the capture shows it.
 */
public final class FirstCopies {
  /** No row. */
  public static final int UNSEEN = -1;

  private final SegmentTable table;

  /** Rows that brought new data, in the order of their first octets. */
  private final int[] rows;

  /** The widest of them: so far back a covering one can begin. */
  private long widest;

  private BitSet late;

  private FirstCopies(SegmentTable table, int[] rows) {
    this.table = table;
    this.rows = rows;
    for (int row : rows) {
      widest = Math.max(widest, table.payload(row));
    }
  }

  /** Returns those of one host. */
  public static FirstCopies of(SegmentTable table, Side sender) {
    Longs found = new Longs();
    boolean sorted = true;
    for (int row = 0; row < table.size(); row++) {
      if (table.by(row) == sender && table.hasData(row) && isNew(table, row)) {
        sorted &= found.isEmpty() || table.dsn((int) found.last()) <= table.dsn(row);
        found.add(row);
      }
    }
    int[] rows = new int[found.size()];
    Arrays.setAll(rows, i -> (int) found.get(i));
    if (!sorted) {
      Integer[] boxed = Arrays.stream(rows).boxed().toArray(Integer[]::new);
      // Stable: of equal ones the earlier stays in front.
      Arrays.sort(boxed, Comparator.comparingLong(table::dsn));
      rows = Arrays.stream(boxed).mapToInt(Integer::intValue).toArray();
    }
    return new FirstCopies(table, rows);
  }

  /** A mapping that came late left its octets without the trait. */
  private static boolean isNew(SegmentTable table, int row) {
    return table.has(row, SegmentFacts.NEW_DATA)
        || !table.has(row, SegmentFacts.RETRANSMISSION | SegmentFacts.REINJECTION);
  }

  /** Returns how many segments brought new data. */
  public int size() {
    return rows.length;
  }

  /** Returns the row of the n-th of them in the order of data sequence numbers. */
  public int row(int index) {
    return rows[index];
  }

  /** Returns the row that first carried an octet, or {@link #UNSEEN}. */
  public int rowOf(long dsn) {
    int best = UNSEEN;
    for (int i = behind(dsn) - 1; i >= 0 && table.dsn(rows[i]) > dsn - widest; i--) {
      int row = rows[i];
      if (table.dsn(row) + table.payload(row) > dsn && (best == UNSEEN || row < best)) {
        best = row;
      }
    }
    return best;
  }

  /**
   * Returns whether a new segment carries octets below others that its subflow carried at lower
   * SSNs: a host sends new data in order on each subflow, so a first copy was lost unseen.
   */
  public boolean isLate(int row) {
    if (late == null) {
      late = new BitSet();
      Map<Integer, Long> highest = new HashMap<>();
      Integer[] bySsn = Arrays.stream(rows).boxed().toArray(Integer[]::new);
      Arrays.sort(bySsn, Comparator.comparingLong(table::ssn));
      for (int each : bySsn) {
        long most = highest.merge(table.subflow(each), table.dsn(each), Math::max);
        if (table.dsn(each) < most) {
          late.set(each);
        }
      }
    }
    return late.get(row);
  }

  /** Returns the first index whose segment begins behind an octet. */
  private int behind(long dsn) {
    int low = 0;
    int high = rows.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (table.dsn(rows[middle]) > dsn) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
