package org.mptcpscope.core.plot;

import org.mptcpscope.core.metric.SegmentTable;
import org.mptcpscope.core.model.Side;

/**
 * What to draw.
 *
 * @param table the segments of the connection
 * @param sender whose data
 * @param subflow for plots of one subflow
 * @param time the part to show, or null for the whole life of the connection
 * @param columns how many pixel columns the picture has
 * @param window over which rates are taken in nanoseconds, or 0 for what fits the picture
 */
public record PlotRequest(
    SegmentTable table, Side sender, int subflow, Span time, int columns, long window) {
  private static final double BEFORE = 0.02;

  /** The part to show: from a little before the first payload of the sender, if none was given. */
  Span span() {
    if (time != null) {
      return time;
    }
    long first = 0;
    for (int row = 0; row < table.size(); row++) {
      if (table.by(row) == sender && table.payload(row) > 0) {
        first = table.time(row);
        break;
      }
    }
    long end = Math.max(table.end(), first + 1);
    return new Span(Math.max(0, first - (long) ((end - first) * BEFORE)), end);
  }

  /** What stands under the title. */
  String subtitle() {
    return Subtitle.of(table.summary());
  }

  /** {@code A → B}. */
  String arrow() {
    return sender.letter() + " → " + sender.peer().letter();
  }
}
