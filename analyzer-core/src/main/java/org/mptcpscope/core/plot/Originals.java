package org.mptcpscope.core.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds where an octet was sent for the first time. */
final class Originals {
  /** The first copy of an octet. */
  record Original(int subflow, long time, long frame) {}

  /** The new segments of a subflow, with their indexes in the order of first octets. */
  private static final class Sorted {
    private final int subflow;
    private final Spans spans;
    private final int[] order;

    Sorted(int subflow, Spans spans) {
      this.subflow = subflow;
      this.spans = spans;
      this.order = spans.byLow();
    }

    int covering(long dsn) {
      int low = 0;
      int high = order.length;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (spans.low(order[middle]) > dsn) {
          high = middle;
        } else {
          low = middle + 1;
        }
      }
      return low > 0 && spans.high(order[low - 1]) > dsn ? order[low - 1] : -1;
    }
  }

  private final List<Sorted> subflows = new ArrayList<>();

  Originals(DsnSeries series) {
    series.lanes.forEach(
        (number, lane) -> {
          Spans spans = lane.spans().get(DsnSeries.Kind.NEW);
          if (spans != null) {
            subflows.add(new Sorted(number, spans));
          }
        });
  }

  Optional<Original> of(long dsn) {
    Original first = null;
    for (Sorted sorted : subflows) {
      int index = sorted.covering(dsn);
      if (index >= 0 && (first == null || sorted.spans.time(index) < first.time())) {
        first = new Original(sorted.subflow, sorted.spans.time(index), sorted.spans.frame(index));
      }
    }
    return Optional.ofNullable(first);
  }
}
