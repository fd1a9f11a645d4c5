package org.mptcpscope.core.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A stepped line with at most one step per column; its last value in a column is its highest. */
final class StepMarks {
  private static final double[] RUNGS = {2, 1, 0.5, 0.25};

  /** Lines that leave the picture go on for so many pixels, and are cut there. */
  private static final double OUTSIDE = 20;

  /** Dots that are closer hide the line. */
  private static final double APART = 12;

  private StepMarks() {}

  static void draw(Layer.Steps layer, Frame frame, Scale x, Scale y, int budget, List<Mark> marks) {
    if (layer.curve().size() == 0
        || layer.curve().time(0) > x.span().to()
        || layer.until() < x.span().from()) {
      return;
    }
    for (double perPixel : RUNGS) {
      Line line = new Line(layer, frame, x, y, perPixel);
      line.run();
      if (line.xs.size() <= budget * 4 / 3 || perPixel == RUNGS[RUNGS.length - 1]) {
        marks.add(new Mark.Polyline("line " + layer.style(), line.xs.build(), line.ys.build()));
        return;
      }
    }
  }

  /** Which subflow brought a step, as a dot in its colour, where steps are far enough apart. */
  static void carriers(Layer.Steps layer, Frame frame, Scale x, Scale y, List<Mark> marks) {
    Curve curve = layer.curve();
    int first = Math.max(0, curve.at(x.span().from()));
    int end = Math.max(first, curve.at(x.span().to()) + 1);
    if (end - first > frame.width() / APART + frame.height() / APART) {
      return;
    }
    Map<Integer, List<double[]>> dots = new TreeMap<>();
    double lastX = -APART;
    double lastY = -APART;
    for (int i = first; i < end; i++) {
      double px = Scale.half(x.pixel(curve.time(i)));
      double py = Scale.half(y.pixel(curve.value(i)));
      boolean apart = Math.hypot(px - lastX, py - lastY) > APART;
      lastX = px;
      lastY = py;
      if (apart && px >= frame.left() && py >= frame.top() && py <= frame.bottom()) {
        dots.computeIfAbsent(curve.subflow(i), subflow -> new ArrayList<>())
            .add(new double[] {px, py, (double) curve.frame(i)});
      }
    }
    dots.forEach((subflow, points) -> marks.add(dots(subflow, points)));
  }

  private static Mark dots(int subflow, List<double[]> points) {
    Column.Builder xs = new Column.Builder();
    Column.Builder ys = new Column.Builder();
    Column.Builder frames = new Column.Builder();
    for (double[] point : points) {
      xs.add(point[0]);
      ys.add(point[1]);
      frames.add(point[2]);
    }
    return new Mark.Glyphs(
        "carrier " + Theme.subflow(subflow), Glyph.DOT, xs.build(), ys.build(), frames.build(), "");
  }

  private static final class Line {
    private final Layer.Steps layer;
    private final Frame frame;
    private final Scale x;
    private final Scale y;
    private final double perPixel;
    private final Column.Builder xs = new Column.Builder();
    private final Column.Builder ys = new Column.Builder();

    Line(Layer.Steps layer, Frame frame, Scale x, Scale y, double perPixel) {
      this.layer = layer;
      this.frame = frame;
      this.x = x;
      this.y = y;
      this.perPixel = perPixel;
    }

    void run() {
      Curve curve = layer.curve();
      int at = curve.at(x.span().from());
      if (at >= 0) {
        point(frame.left(), height(at));
      } else {
        at = 0;
        point(column(curve.time(0)), height(0));
      }
      while (at + 1 < curve.size() && curve.time(at + 1) <= x.span().to()) {
        double column = column(curve.time(at + 1));
        // All steps of the same column: the last one is the highest.
        int last = curve.at(x.value(column + 0.5 / perPixel) - 1);
        at = Math.max(at + 1, last);
        double height = height(at);
        if (height != ys.last()) {
          point(column, ys.last());
          point(column, height);
        }
      }
      double end = Math.min(frame.right(), x.pixel(layer.until()));
      if (end > xs.last()) {
        point(column(x.value(end)), ys.last());
      }
    }

    private void point(double px, double py) {
      xs.add(px);
      ys.add(py);
    }

    private double column(long time) {
      return Math.round(x.pixel(time) * perPixel) / perPixel;
    }

    private double height(int index) {
      double py = Scale.half(y.pixel(layer.curve().value(index)));
      return Scale.between(py, frame.top() - OUTSIDE, frame.bottom() + OUTSIDE);
    }
  }
}
