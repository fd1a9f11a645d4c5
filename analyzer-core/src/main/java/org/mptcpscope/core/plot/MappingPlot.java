package org.mptcpscope.core.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.metric.SegmentTable;

/**
 * The plot {@code map}: which subflow carried which data, by data sequence number and not by time;
 * what was sent once more has a row of its own.
 */
public final class MappingPlot {
  /** Octets that follow each other on a subflow are one box. */
  private static final class Run {
    private final long from;
    private long to;
    private final int frame;
    private int segments = 1;

    Run(long from, long to, int frame) {
      this.from = from;
      this.to = to;
      this.frame = frame;
    }
  }

  private final PlotRequest request;
  private final Map<Integer, List<Run>> first = new TreeMap<>();
  private final Map<Integer, List<Run>> again = new TreeMap<>();

  private MappingPlot(PlotRequest request) {
    this.request = request;
  }

  /** Returns what to show. */
  public static PlotSpec of(PlotRequest request) {
    return new MappingPlot(request).spec();
  }

  private PlotSpec spec() {
    SegmentTable table = request.table();
    long end = 1;
    for (int row = 0; row < table.size(); row++) {
      if (table.by(row) != request.sender() || !table.hasData(row)) {
        continue;
      }
      boolean copy =
          table.has(row, SegmentFacts.RETRANSMISSION | SegmentFacts.REINJECTION)
              && !table.has(row, SegmentFacts.NEW_DATA);
      long from = table.dsn(row);
      long to = from + table.payload(row);
      end = Math.max(end, to);
      add(
          (copy ? again : first).computeIfAbsent(table.subflow(row), _ -> new ArrayList<>()),
          from,
          to,
          table.frame(row));
    }
    List<String> rows = new ArrayList<>();
    List<Layer> layers = new ArrayList<>();
    for (int subflow : subflows().reversed()) {
      row(rows, layers, subflow, "again", again.get(subflow));
      row(rows, layers, subflow, "first", first.get(subflow));
    }
    return new PlotSpec(
        "Mappings, " + request.arrow(),
        request.subtitle(),
        summary(),
        new Axis(
            "DSN of " + request.sender().letter() + ", relative (octets), not time",
            Axis.Unit.OCTETS),
        new Axis("by subflow: sent first, sent once more", Axis.Unit.ROWS, rows),
        new Span(1, end),
        layers);
  }

  private List<Integer> subflows() {
    TreeMap<Integer, Boolean> all = new TreeMap<>();
    first.keySet().forEach(subflow -> all.put(subflow, true));
    again.keySet().forEach(subflow -> all.put(subflow, true));
    return List.copyOf(all.keySet());
  }

  private static void add(List<Run> runs, long from, long to, int frame) {
    if (!runs.isEmpty() && runs.getLast().to == from) {
      runs.getLast().to = to;
      runs.getLast().segments++;
    } else {
      runs.add(new Run(from, to, frame));
    }
  }

  private void row(
      List<String> rows, List<Layer> layers, int subflow, String what, List<Run> runs) {
    if (runs == null) {
      return;
    }
    long low = rows.size() * Axis.ROW;
    rows.add(subflow + "  " + what);
    List<Layer.Box> boxes = new ArrayList<>();
    for (Run run : runs) {
      boxes.add(
          new Layer.Box(
              run.from,
              run.to,
              low + Axis.ROW / 5,
              low + Axis.ROW * 4 / 5,
              "",
              "subflow "
                  + subflow
                  + ", "
                  + what
                  + ": DSN "
                  + Numbers.grouped(run.from)
                  + " – "
                  + Numbers.grouped(run.to - 1)
                  + ", "
                  + Numbers.grouped(run.to - run.from)
                  + " octets in "
                  + run.segments
                  + (run.segments == 1 ? " segment" : " segments")
                  + " from frame "
                  + run.frame,
              run.frame));
    }
    layers.add(new Layer.Boxes(Role.MAPPING, "mapped " + Theme.subflow(subflow), "", boxes));
  }

  private String summary() {
    long twice =
        again.values().stream().flatMap(List::stream).mapToLong(run -> run.to - run.from).sum();
    int runs = first.values().stream().mapToInt(List::size).sum();
    return Numbers.grouped(runs)
        + (runs == 1 ? " run" : " runs")
        + " of octets on "
        + subflows().size()
        + (subflows().size() == 1 ? " subflow" : " subflows")
        + (twice == 0 ? "." : "; " + Numbers.octets(twice) + " sent once more.");
  }
}
