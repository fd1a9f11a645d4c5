package org.mptcpscope.core.plot;

import java.util.List;

/** Grid, axes, tick labels and axis titles. */
final class Axes {
  private static final double PIXELS_PER_TIME_TICK = 100;
  private static final double PIXELS_PER_OCTET_TICK = 70;
  private static final int LEAST_OCTET_TICKS = 3;
  private static final double TICK = 4;

  private Axes() {}

  static int mostTimeTicks(double width) {
    return (int) Math.max(2, width / PIXELS_PER_TIME_TICK);
  }

  static int mostOctetTicks(double height) {
    return (int) Math.max(LEAST_OCTET_TICKS, height / PIXELS_PER_OCTET_TICK);
  }

  /** Returns the width of the widest label of the vertical axis. */
  static double labelWidth(Axis axis, Ruler ruler, Span span) {
    if (!axis.rows().isEmpty()) {
      Look words = Theme.LIGHT.look("words");
      return axis.rows().stream().mapToDouble(row -> TextWidth.of(row, words)).max().orElse(0);
    }
    Look look = Theme.LIGHT.look("num");
    return ruler.ticks(span).stream()
        .mapToDouble(tick -> TextWidth.of(ruler.label(tick), look))
        .max()
        .orElse(0);
  }

  /** Draws everything that lies behind the data. */
  static void draw(PlotSpec spec, Frame frame, Scale x, Scale y, Ruler octets, List<Mark> marks) {
    Ruler times = Ruler.of(x.span(), mostTimeTicks(frame.width()), spec.x().unit());
    Column.Builder up = new Column.Builder();
    Column.Builder across = new Column.Builder();
    for (long tick : times.ticks(x.span())) {
      up.add(hair(x.pixel(tick)));
    }
    for (long tick : spec.y().rows().isEmpty() ? octets.ticks(y.span()) : List.<Long>of()) {
      across.add(hair(y.pixel(tick)));
    }
    Column columns = up.build();
    Column rows = across.build();
    marks.add(links("grid", rows, frame.left(), frame.right()));
    marks.add(ticks("grid", columns, frame.top(), frame.bottom()));
    double bottom = hair(frame.bottom());
    marks.add(
        new Mark.Polyline(
            "axis",
            Column.of(hair(frame.left() - 1), hair(frame.left() - 1), frame.right()),
            Column.of(frame.top(), bottom, bottom)));
    marks.add(ticks("axis", columns, bottom, bottom + TICK));
    rows(spec.y(), frame, y, marks);
    for (long tick : spec.y().rows().isEmpty() ? octets.ticks(y.span()) : List.<Long>of()) {
      marks.add(
          new Mark.Label(
              "words num muted end", frame.left() - 8, y.pixel(tick) + 4, octets.label(tick)));
    }
    for (long tick : times.ticks(x.span())) {
      marks.add(
          new Mark.Label(
              "words num muted middle", x.pixel(tick), frame.bottom() + 19, times.label(tick)));
    }
    double titles = frame.bottom() + 42;
    String mark = spec.y().rows().isEmpty() ? "↑ " : "";
    marks.add(new Mark.Label("words muted", frame.left(), titles, mark + spec.y().title()));
    marks.add(new Mark.Label("words muted end", frame.right(), titles, spec.x().title()));
  }

  private static void rows(Axis axis, Frame frame, Scale y, List<Mark> marks) {
    for (int i = 0; i < axis.rows().size(); i++) {
      double middle = y.pixel(i * Axis.ROW + Axis.ROW / 2);
      if (middle > frame.top() && middle < frame.bottom()) {
        marks.add(
            new Mark.Label("words muted end", frame.left() - 8, middle + 4, axis.rows().get(i)));
      }
    }
  }

  private static Mark ticks(String style, Column x, double from, double to) {
    return new Mark.Ticks(
        style, x, same(from, x.size()), same(to, x.size()), same(0, x.size()), "");
  }

  private static Mark links(String style, Column y, double from, double to) {
    return new Mark.Links(style, same(from, y.size()), same(to, y.size()), y, same(0, y.size()));
  }

  private static Column same(double value, int size) {
    Column.Builder column = new Column.Builder();
    for (int i = 0; i < size; i++) {
      column.add(value);
    }
    return column.build();
  }

  /** A line of one pixel is sharp where its middle lies between two pixel borders. */
  static double hair(double pixel) {
    return Math.floor(pixel) + 0.5;
  }
}
