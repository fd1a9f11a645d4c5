package org.mptcpscope.core.plot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A time in which the Data ACK did not move while later data had been sent.
 *
 * @param from when it stood and later data were out
 * @param to when it moved again, or the end
 * @param dsn where it stood
 * @param highest the octet behind the last one sent by then
 * @param frame the frame that moved it, or 0
 */
record Standstill(long from, long to, long dsn, long highest, long frame) {
  private static final int MOST = 200;
  private static final int ROUND_TRIPS = 4;

  long length() {
    return to - from;
  }

  /** Finds the costliest ones, longest first; all are longer than four round trips. */
  static List<Standstill> of(DsnSeries series) {
    List<Standstill> all = new ArrayList<>();
    Curve acks = series.dataAck;
    Curve sent = series.sent;
    for (int i = 0; i < acks.size(); i++) {
      boolean last = i + 1 == acks.size();
      long to = last ? series.end : acks.time(i + 1);
      // Sent up to here: an ack of the highest octet has nothing above it.
      int above = sent.reaching(acks.value(i) + 1);
      if (above >= sent.size() || sent.time(above) >= to) {
        continue;
      }
      long from = Math.max(acks.time(i), sent.time(above));
      if (to - from > ROUND_TRIPS * series.smallestRoundTrip) {
        long highest = sent.value(sent.at(to));
        long frame = last ? 0 : acks.frame(i + 1);
        all.add(new Standstill(from, to, acks.value(i), highest, frame));
        if (all.size() > 4 * MOST) {
          keepLongest(all);
        }
      }
    }
    keepLongest(all);
    return List.copyOf(all);
  }

  private static void keepLongest(List<Standstill> all) {
    all.sort(
        Comparator.comparingLong(Standstill::length)
            .reversed()
            .thenComparingLong(Standstill::from));
    if (all.size() > MOST) {
      all.subList(MOST, all.size()).clear();
    }
  }
}
