package org.mptcpscope.core.plot;

import java.util.List;

/** The halo behind selected segments, and the ring around the focus. */
final class SelectionMarks {
  private static final double LEAST = 4;

  private SelectionMarks() {}

  static void halo(Layer.Bars bars, Selection selection, Scale x, Scale y, List<Mark> marks) {
    Column.Builder xs = new Column.Builder();
    Column.Builder tops = new Column.Builder();
    Column.Builder bottoms = new Column.Builder();
    Column.Builder frames = new Column.Builder();
    for (long frame : selection.frames()) {
      int index = bars.spans().indexOfFrame(frame);
      if (index >= 0) {
        double middle = middle(bars, index, y);
        double half = Math.max(LEAST, y.pixels(length(bars, index))) / 2;
        xs.add(Scale.half(x.pixel(bars.spans().time(index))));
        tops.add(middle - half);
        bottoms.add(middle + half);
        frames.frame(frame);
      }
    }
    if (xs.size() > 0) {
      marks.add(
          new Mark.Ticks(
              "selected", xs.build(), tops.build(), bottoms.build(), frames.build(), ""));
    }
  }

  static void focus(
      Layer.Bars bars, Selection selection, Frame frame, Scale x, Scale y, List<Mark> marks) {
    int index = selection.focus() == 0 ? -1 : bars.spans().indexOfFrame(selection.focus());
    if (index < 0) {
      return;
    }
    double px = Scale.half(x.pixel(bars.spans().time(index)));
    double py = middle(bars, index, y);
    if (px < frame.left() || px > frame.right() || py < frame.top() || py > frame.bottom()) {
      return;
    }
    Column focus = Column.ofFrame(selection.focus());
    marks.add(
        new Mark.Ticks(
            "crosshair",
            Column.of(px),
            Column.of(frame.top()),
            Column.of(frame.bottom()),
            focus,
            ""));
    marks.add(
        new Mark.Links(
            "crosshair", Column.of(frame.left()), Column.of(frame.right()), Column.of(py), focus));
    marks.add(new Mark.Glyphs("focus", Glyph.RING, Column.of(px), Column.of(py), focus, ""));
    long octet = (bars.spans().low(index) + bars.spans().high(index)) / 2;
    String dsn = Numbers.grouped(octet).replace(Numbers.THIN_SPACE, Ruler.WIDE_SPACE);
    double dsnWidth = width(dsn);
    pill(dsn, frame.left() - 8 - dsnWidth / 2, py + 4, dsnWidth, marks);
    String time = Numbers.seconds(bars.spans().time(index), decimals(x));
    pill(time, px, frame.bottom() + 19, width(time), marks);
  }

  /** A value on an axis; it hides the tick labels below it. */
  private static void pill(
      String text, double middle, double baseline, double width, List<Mark> marks) {
    marks.add(new Mark.Band("pill", middle - width / 2 - 5, baseline - 12, width + 10, 17, ""));
    marks.add(new Mark.Label("words num middle onInk", middle, baseline, text));
  }

  private static double width(String text) {
    return TextWidth.of(text, Theme.LIGHT.look("num"));
  }

  /** As many decimals as a pixel has. */
  private static int decimals(Scale time) {
    int decimals = 1;
    for (long step = 100_000_000; step > time.length(1) && decimals < 9; step /= 10) {
      decimals++;
    }
    return decimals;
  }

  private static double middle(Layer.Bars bars, int index, Scale y) {
    return (y.pixel(bars.spans().low(index)) + y.pixel(bars.spans().high(index))) / 2;
  }

  private static long length(Layer.Bars bars, int index) {
    return bars.spans().high(index) - bars.spans().low(index);
  }
}
