package org.mptcpscope.core.plot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The marks of all layers: those inside the ground of the plot, and those above it. */
final class LayerMarks {
  private static final double STANDSTILL_SHARE = 0.02;
  private static final int LABELLED_BOXES = 4;
  private static final double DIGIT_GAP = 13;
  private static final int LEAST_BARS = 100;
  private static final String BOX_LABEL = "words strong middle haloed";

  /** Room that a label takes. */
  private record Rectangle(double x, double y, double width, double height) {
    boolean meets(Rectangle other) {
      return x < other.x + other.width
          && other.x < x + width
          && y < other.y + other.height
          && other.y < y + height;
    }
  }

  private final Frame frame;
  private final Scale x;
  private final Scale y;
  private final int budget;
  private final int barBudget;
  private final Selection selection;
  private final List<Mark> inside = new ArrayList<>();
  private final List<Mark> above = new ArrayList<>();
  private final Map<Integer, BarMarks.Run> runs = new TreeMap<>();
  private final List<Rectangle> labels = new ArrayList<>();

  LayerMarks(Frame frame, Scale x, Scale y, int budget, List<Layer> layers, Selection selection) {
    this.frame = frame;
    this.x = x;
    this.y = y;
    this.budget = budget;
    this.barBudget = share(layers, budget);
    this.selection = selection;
  }

  /** All bars together may take twice the budget of a line; a hollow one takes two strokes. */
  private static int share(List<Layer> layers, int budget) {
    int strokes = 0;
    for (Layer layer : layers) {
      if (layer instanceof Layer.Bars bars) {
        strokes += bars.form() == Layer.Form.PLAIN ? 1 : 2;
      }
    }
    return Math.min(budget, Math.max(LEAST_BARS, 2 * budget / Math.max(1, strokes)));
  }

  List<Mark> inside() {
    return inside;
  }

  /** Returns what may leave the ground: digits, labels and glyphs, so that none is cut. */
  List<Mark> above() {
    List<Mark> all = new ArrayList<>(digits());
    all.addAll(above);
    return all;
  }

  void add(Layer layer) {
    switch (layer) {
      case Layer.Boxes boxes -> boxes(boxes);
      case Layer.Steps steps -> {
        StepMarks.draw(steps, frame, x, y, budget, inside);
        if (steps.role() == Role.DATA_ACK) {
          StepMarks.carriers(steps, frame, x, y, inside);
        }
      }
      case Layer.Bars bars -> bars(bars);
      case Layer.Copies copies -> CopyMarks.draw(copies, x, y, inside);
      case Layer.Points points -> PointMarks.draw(points, frame, x, y, above);
      case Layer.Area area -> ProfileMarks.area(area, x, y, inside);
      case Layer.Line line -> ProfileMarks.line(line, frame, x, y, inside, above);
      case Layer.Dots dots -> ProfileMarks.dots(dots, x, y, inside);
      case Layer.Letters letters -> LetterMarks.draw(letters, frame, x, y, above);
      case Layer.Level level -> ProfileMarks.level(level, frame, y, inside, above);
      case Layer.Signals signals -> SignalLane.drops(signals, frame, x, inside);
    }
  }

  private void bars(Layer.Bars bars) {
    SelectionMarks.halo(bars, selection, x, y, inside);
    BarMarks marks = new BarMarks(bars, x, y, barBudget);
    marks.draw(inside);
    BarMarks.Run run = marks.longestRun();
    runs.merge(bars.subflow(), run, (a, b) -> a.length() >= b.length() ? a : b);
    SelectionMarks.focus(bars, selection, frame, x, y, above);
  }

  private void boxes(Layer.Boxes layer) {
    List<Layer.Box> seen =
        layer.boxes().stream()
            .filter(box -> isDrawn(layer.role(), box, x.span()))
            .filter(box -> box.high() > y.span().from() && box.low() < y.span().to())
            .toList();
    if (layer.role() == Role.MAPPING || layer.role() == Role.HOLDING) {
      BoxMarks.draw(layer, seen, frame, x, y, inside);
      return;
    }
    for (Layer.Box box : seen) {
      double left = Math.max(frame.left(), x.pixel(box.from()));
      double right = Math.min(frame.right(), x.pixel(box.to()));
      double top = Math.max(frame.top(), y.pixel(box.high()));
      double bottom = Math.min(frame.bottom(), y.pixel(box.low()));
      inside.add(
          new Mark.Band(
              layer.style(), left, top, Math.max(1, right - left), bottom - top, box.text()));
    }
    seen.stream()
        .sorted(Comparator.comparingLong(box -> box.from() - box.to()))
        .limit(LABELLED_BOXES)
        .forEach(this::label);
  }

  /** Whether a box is seen in a span of time; a short standstill is none. */
  static boolean isDrawn(Role role, Layer.Box box, Span time) {
    return box.to() > time.from()
        && box.from() < time.to()
        && (role != Role.STANDSTILL || box.to() - box.from() > time.length() * STANDSTILL_SHARE);
  }

  /**
   * Below the box, or a line lower, or inside it; where all is taken, a shorter one has no label.
   */
  private void label(Layer.Box box) {
    if (box.label().isEmpty()) {
      return;
    }
    double left = Math.max(frame.left(), x.pixel(box.from()));
    double right = Math.min(frame.right(), x.pixel(box.to()));
    double bottom = Math.min(y.pixel(box.low()), frame.bottom());
    double width = TextWidth.of(box.label(), Theme.LIGHT.look(BOX_LABEL));
    double middle =
        Scale.between((left + right) / 2, frame.left() + width / 2, frame.right() - width / 2);
    for (double baseline : new double[] {bottom + 18, bottom + 33, bottom - 8}) {
      Rectangle place = new Rectangle(middle - width / 2 - 4, baseline - 12, width + 8, 15);
      if (baseline <= frame.bottom() - 4 && labels.stream().noneMatch(place::meets)) {
        labels.add(place);
        above.add(new Mark.Label(BOX_LABEL, middle, baseline, box.label()));
        return;
      }
    }
  }

  /** A second channel beside colour: the number of the subflow at the end of its longest run. */
  private List<Mark> digits() {
    List<Mark> labels = new ArrayList<>();
    List<double[]> taken = new ArrayList<>();
    runs.forEach(
        (subflow, run) -> {
          if (run.length() > 0) {
            double px = Math.min(run.x() + 6, frame.right() - 10);
            double py = Scale.between(run.y() + 4, frame.top() + 10, frame.bottom() - 4);
            for (double[] other : taken) {
              if (Math.abs(other[0] - px) < DIGIT_GAP && Math.abs(other[1] - py) < DIGIT_GAP) {
                px = other[0] + DIGIT_GAP;
              }
            }
            taken.add(new double[] {px, py});
            labels.add(
                new Mark.Label("run " + Theme.subflow(subflow), px, py, Integer.toString(subflow)));
          }
        });
    return labels;
  }
}
