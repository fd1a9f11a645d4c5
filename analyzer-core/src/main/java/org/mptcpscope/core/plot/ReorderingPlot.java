package org.mptcpscope.core.plot;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mptcpscope.core.metric.Reinjection;
import org.mptcpscope.core.metric.Samples;
import org.mptcpscope.core.metric.StreamMetrics;
import org.mptcpscope.core.metric.Waiting;

/**
 * The plot {@code hol}: octets waiting above a hole, for whose octets they wait, and how late
 * octets were sent again.
 */
public final class ReorderingPlot {
  private static final Axis TIME = new Axis("time since the first frame (s)", Axis.Unit.TIME);
  private static final double TALL = 3;
  private static final double LOW = 1.3;
  private static final double MIDDLE = 2;

  private final PlotRequest request;
  private final StreamMetrics data;
  private final Span span;

  private ReorderingPlot(PlotRequest request, StreamMetrics data) {
    this.request = request;
    this.data = data;
    this.span = request.span();
  }

  /** Returns the panels; {@code data} are the metrics of the sender, with their series. */
  public static Figure of(PlotRequest request, StreamMetrics data) {
    return new ReorderingPlot(request, data).figure();
  }

  private Figure figure() {
    List<Figure.Panel> panels = new ArrayList<>();
    panels.add(new Figure.Panel(waiting(), TALL));
    if (!data.waiting().held().isEmpty()) {
      panels.add(new Figure.Panel(holding(), LOW));
    }
    if (!data.reinjections().isEmpty()) {
      panels.add(new Figure.Panel(delays(), MIDDLE));
    }
    return new Figure(panels);
  }

  private PlotSpec waiting() {
    Waiting waiting = data.waiting();
    Samples depth = waiting.depth();
    List<Layer> layers = new ArrayList<>();
    int columns = Math.max(2, request.columns());
    Map<Integer, Profile.Builder> tops = new HashMap<>();
    waiting.held().keySet().forEach(holder -> tops.put(holder, new Profile.Builder()));
    Profile.Builder base = new Profile.Builder();
    Profile.Builder line = new Profile.Builder();
    for (int i = 0; i < columns; i++) {
      long from = span.from() + (long) ((double) span.length() * i / columns);
      long to = span.from() + (long) ((double) span.length() * (i + 1) / columns);
      int highest = highest(depth, from, to);
      long most = highest < 0 ? 0 : depth.value(highest);
      int holder = highest < 0 ? Waiting.UNKNOWN : depth.subflow(highest);
      for (long moment : new long[] {from, Math.max(from, to - 1)}) {
        base.add(moment, 0);
        line.add(moment, most);
        tops.forEach((subflow, top) -> top.add(moment, subflow == holder ? most : 0));
      }
    }
    Profile bottom = base.build();
    for (int holder : waiting.held().keySet()) {
      Profile top = tops.get(holder).build();
      layers.add(
          new Layer.Area(
              Role.WAITING,
              holder < 0 ? "held" : "area",
              holder,
              holder < 0 ? "first copy not seen" : "behind subflow " + holder,
              bottom,
              top));
    }
    layers.add(new Layer.Line(Role.WAITING, "dataAck", "octets waiting", line.build(), ""));
    String where = waiting.isLowerBound() ? " (seen from the sender: at least)" : "";
    return new PlotSpec(
        "Reordering, " + request.arrow() + where,
        request.subtitle(),
        summary(),
        TIME,
        new Axis("waiting above the hole (octets)", Axis.Unit.OCTETS),
        span,
        layers);
  }

  /** The sample with most waiting that holds anywhere in a column, or -1. */
  private static int highest(Samples depth, long from, long to) {
    int first = Math.max(0, depth.from(from) - 1);
    int best = -1;
    for (int i = first; i < depth.size() && depth.time(i) < to; i++) {
      if (best < 0 || depth.value(i) > depth.value(best)) {
        best = i;
      }
    }
    return best;
  }

  private PlotSpec holding() {
    List<Integer> holders = List.copyOf(data.waiting().held().keySet()).reversed();
    List<String> rows = new ArrayList<>();
    for (int holder : holders) {
      long sum = data.waiting().held().get(holder);
      rows.add((holder < 0 ? "unknown" : String.valueOf(holder)) + "  " + Numbers.duration(sum));
    }
    Map<Integer, List<Layer.Box>> boxes = new HashMap<>();
    data.waiting()
        .blocks(
            (from, to, dsn, subflow) -> {
              long row = holders.indexOf(subflow) * Axis.ROW;
              boxes
                  .computeIfAbsent(subflow, _ -> new ArrayList<>())
                  .add(
                      new Layer.Box(
                          from,
                          to,
                          row + Axis.ROW / 4,
                          row + Axis.ROW * 3 / 4,
                          "",
                          "DSN "
                              + Numbers.grouped(dsn)
                              + " missing for "
                              + Numbers.duration(to - from),
                          0));
            });
    List<Layer> layers = new ArrayList<>();
    for (int holder : holders) {
      layers.add(
          new Layer.Boxes(
              Role.HOLDING,
              holder < 0 ? "held" : "mapped " + Theme.subflow(holder),
              "",
              boxes.getOrDefault(holder, List.of())));
    }
    return new PlotSpec(
        "",
        "",
        "",
        TIME,
        new Axis("time for which others waited", Axis.Unit.ROWS, rows),
        span,
        layers);
  }

  private PlotSpec delays() {
    List<Layer.Point> points = new ArrayList<>();
    for (Reinjection copy : data.reinjections()) {
      if (copy.delay() >= 0) {
        String what =
            "reinjection on "
                + copy.subflow()
                + ", "
                + Numbers.duration(copy.delay())
                + " after the first copy (frame "
                + request.table().frame(copy.row())
                + ")";
        boolean needless = copy.needless() >= copy.octets();
        points.add(
            new Layer.Point(
                copy.time(),
                copy.delay(),
                request.table().frame(copy.row()),
                needless ? Glyph.CROSS : Glyph.DOT,
                needless
                    ? "drawn " + Theme.subflow(copy.subflow())
                    : "carrier " + Theme.subflow(copy.subflow()),
                what + (needless ? ", needless" : "")));
      }
    }
    return new PlotSpec(
        "",
        "",
        "",
        TIME,
        new Axis("delay after the first copy (ms); crossed: needless", Axis.Unit.NANOS),
        span,
        List.of(new Layer.Points(Role.DELAY, "reinjection", points)));
  }

  private String summary() {
    Waiting waiting = data.waiting();
    if (waiting.total() == 0) {
      return "No octet of " + request.sender().letter() + " waited above a hole.";
    }
    Map.Entry<Integer, Long> worst =
        waiting.held().entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
    return Numbers.octets(waiting.most())
        + " waited above a hole at most, in all for "
        + Numbers.duration(waiting.total())
        + "; "
        + Math.round(100.0 * worst.getValue() / waiting.total())
        + " % of it "
        + (worst.getKey() < 0
            ? "for octets whose first copy was not seen."
            : "for subflow " + worst.getKey() + ".");
  }
}
