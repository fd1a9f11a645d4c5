package org.mptcpscope.core.plot;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Areas, lines, dots and levels: one point per half pixel column, dots that coincide once. */
final class ProfileMarks {
  private static final double LABEL_GAP = 4;

  private ProfileMarks() {}

  /** The styles of an area: the colour is that of its subflow, if it has one. */
  static String style(Layer.Area area) {
    return area.subflow() < 0 ? area.style() : area.style() + " " + Theme.subflow(area.subflow());
  }

  static void area(Layer.Area area, Scale x, Scale y, List<Mark> marks) {
    Column.Builder xs = new Column.Builder();
    Column.Builder ys = new Column.Builder();
    boolean any = false;
    for (int i = 0; i < area.upper().size(); i++) {
      any |= area.upper().value(i) > area.lower().value(i);
      outline(xs, ys, x, y, area.upper(), i);
    }
    for (int i = area.lower().size() - 1; i >= 0; i--) {
      outline(xs, ys, x, y, area.lower(), i);
    }
    if (any) {
      marks.add(new Mark.Area(style(area), xs.build(), ys.build(), area.name()));
    }
  }

  private static void outline(
      Column.Builder xs, Column.Builder ys, Scale x, Scale y, Profile of, int index) {
    xs.add(Scale.half(x.pixel(of.time(index))));
    ys.add(Scale.half(y.pixel(of.value(index))));
  }

  static void line(
      Layer.Line line, Frame frame, Scale x, Scale y, List<Mark> inside, List<Mark> above) {
    Column.Builder xs = new Column.Builder();
    Column.Builder ys = new Column.Builder();
    for (int i = 0; i < line.profile().size(); i++) {
      outline(xs, ys, x, y, line.profile(), i);
    }
    if (xs.size() == 0) {
      return;
    }
    Column columns = xs.build();
    Column heights = ys.build();
    if (line.role() == Role.GOODPUT) {
      // On areas of any colour a line is seen by its casing.
      inside.add(new Mark.Polyline("line casing", columns, heights));
    }
    inside.add(new Mark.Polyline("line " + line.style(), columns, heights));
    if (!line.label().isEmpty()) {
      above.add(
          new Mark.Label(
              "words num end haloed",
              frame.right() - LABEL_GAP,
              heights.get(heights.size() - 1) - LABEL_GAP,
              line.label()));
    }
  }

  static void dots(Layer.Dots dots, Scale x, Scale y, List<Mark> marks) {
    Column.Builder xs = new Column.Builder();
    Column.Builder ys = new Column.Builder();
    Column.Builder frames = new Column.Builder();
    Set<Long> spots = new HashSet<>();
    dots.spans()
        .visit(
            x,
            y,
            (index, low, high) -> {
              spot(xs, ys, frames, spots, x, y, dots.spans(), index, low);
              if (high != low) {
                spot(xs, ys, frames, spots, x, y, dots.spans(), index, high);
              }
            });
    if (xs.size() > 0) {
      // A line of no length with round ends: a tenth of the octets that a circle takes.
      Column heights = ys.build();
      marks.add(new Mark.Ticks(dots.style(), xs.build(), heights, heights, frames.build(), ""));
    }
  }

  private static void spot(
      Column.Builder xs,
      Column.Builder ys,
      Column.Builder frames,
      Set<Long> spots,
      Scale x,
      Scale y,
      Spans spans,
      int index,
      long value) {
    double px = Scale.half(x.pixel(spans.time(index)));
    double py = Scale.half(y.pixel(value));
    if (spots.add(Math.round(px) << 32 | Math.round(py) & 0xffff_ffffL)) {
      xs.add(px);
      ys.add(py);
      frames.frame(spans.frame(index));
    }
  }

  static void level(Layer.Level level, Frame frame, Scale y, List<Mark> inside, List<Mark> above) {
    double py = Axes.hair(y.pixel(level.value()));
    if (py < frame.top() || py > frame.bottom()) {
      return;
    }
    inside.add(
        new Mark.Links(
            "level " + level.style(),
            Column.of(frame.left()),
            Column.of(frame.right()),
            Column.of(py),
            Column.of(0)));
    above.add(
        new Mark.Label(
            "words num end haloed", frame.right() - LABEL_GAP, py - LABEL_GAP, level.label()));
  }
}
