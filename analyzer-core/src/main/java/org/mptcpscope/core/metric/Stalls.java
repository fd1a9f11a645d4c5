package org.mptcpscope.core.metric;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.mptcpscope.core.model.Side;

/** Finds when the Data ACK stood while later octets were out. */
final class Stalls {
  /** Shorter ones, in smallest handshake round trips, are the ordinary beat of a transfer. */
  private static final int ROUND_TRIPS = 4;

  /** Shorter ones, in parts of the connection's life, cost nothing that anyone would notice. */
  private static final double SHARE_OF_LIFE = 0.02;

  private static final int MOST = 10;

  private Stalls() {}

  /** Returns the costliest, longest first. */
  static List<Stall> of(SegmentTable table, FirstCopies copies, Side sender) {
    long least = least(table);
    List<Stall> all = new ArrayList<>();
    long highest = 1;
    long acked = 1;
    long since = -1;
    for (int row = 0; row < table.size(); row++) {
      long time = table.time(row);
      if (table.by(row) == sender) {
        if (table.hasData(row)) {
          highest = Math.max(highest, table.dsn(row) + table.payload(row));
          since = since < 0 && highest > acked ? time : since;
        }
      } else if (table.dataAck(row) != SegmentTable.NONE && table.dataAck(row) > acked) {
        if (since >= 0 && time - since > least) {
          all.add(stall(table, copies, since, time, acked, highest, table.frame(row)));
        }
        acked = table.dataAck(row);
        since = highest > acked ? time : -1;
      }
    }
    if (since >= 0 && table.end() - since > least) {
      all.add(stall(table, copies, since, table.end(), acked, highest, 0));
    }
    all.sort(Comparator.comparingLong(Stall::length).reversed().thenComparingLong(Stall::from));
    return all.subList(0, Math.min(MOST, all.size()));
  }

  private static Stall stall(
      SegmentTable table,
      FirstCopies copies,
      long from,
      long to,
      long dsn,
      long highest,
      int frame) {
    int row = copies.rowOf(dsn);
    return new Stall(from, to, dsn, highest, frame, row, row < 0 ? -1 : table.subflow(row));
  }

  /** Returns how long a standstill must be to count: in nanoseconds. */
  static long least(SegmentTable table) {
    long roundTrip = Long.MAX_VALUE;
    for (var subflow : table.summary().subflows()) {
      long one = RoundTrips.handshake(table, subflow.id());
      roundTrip = one > 0 ? Math.min(roundTrip, one) : roundTrip;
    }
    long trips = roundTrip == Long.MAX_VALUE ? 0 : ROUND_TRIPS * roundTrip;
    return Math.max(trips, (long) (table.end() * SHARE_OF_LIFE));
  }
}
