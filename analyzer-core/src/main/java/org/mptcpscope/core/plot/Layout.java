package org.mptcpscope.core.plot;

import java.util.ArrayList;
import java.util.List;

/**
 * Places a plot in a picture: pure, and reduced so that the number of marks follows the pixels and
 * not the segments. What is outermost in a pixel column stays; nothing is averaged.
 */
public final class Layout {
  private Layout() {}

  /** Returns what lies where. */
  public static Scene of(PlotSpec spec, Viewport view) {
    return of(spec, view, Selection.NONE);
  }

  /** Returns what lies where, with some frames marked as selected. */
  public static Scene of(PlotSpec spec, Viewport view, Selection selection) {
    return of(spec, view, selection, 0);
  }

  /** Returns how wide the labels of the vertical axis are. */
  static double labelWidth(PlotSpec spec, Viewport view) {
    return Axes.labelWidth(
        spec.y(), octets(spec, view, Legend.NONE, SignalLane.signals(spec)), view.y());
  }

  /** The same; the labels of the vertical axis get at least so much room. */
  static Scene of(PlotSpec spec, Viewport view, Selection selection, double labels) {
    boolean all = view.around() == Viewport.Around.ALL;
    boolean bare = view.around() == Viewport.Around.NOTHING;
    Legend legend = all ? Legend.of(spec, view) : Legend.NONE;
    List<Layer.Signal> signals = SignalLane.signals(spec);
    Ruler octets = octets(spec, view, legend, signals);
    Frame frame =
        Frame.of(
            view,
            legend.rows(),
            Math.max(labels, Axes.labelWidth(spec.y(), octets, view.y())),
            !signals.isEmpty());
    Scale x = new Scale(view.x(), frame.left(), frame.right());
    Scale y = new Scale(view.y(), frame.bottom(), frame.top());

    List<Mark> marks = new ArrayList<>();
    marks.add(new Mark.Band("page", 0, 0, view.width(), view.height(), ""));
    if (all) {
      marks.add(new Mark.Label("words title", Frame.MARGIN, 30, spec.title()));
      marks.add(new Mark.Label("words muted", Frame.MARGIN, 49, spec.subtitle()));
      legend.draw(marks);
    }
    if (!bare) {
      Axes.draw(spec, frame, x, y, octets, marks);
    }
    LayerMarks data = new LayerMarks(frame, x, y, view.budget(), spec.layers(), selection);
    spec.layers().forEach(data::add);
    marks.add(
        new Mark.Clip(frame.left(), frame.top(), frame.width() + 1, frame.height(), data.inside()));
    marks.addAll(data.above());
    if (!bare && !signals.isEmpty()) {
      SignalLane.draw(signals, frame, x, marks);
    }
    return new Scene(
        view.width(),
        view.height(),
        spec.title() + ". " + spec.subtitle(),
        spec.summary(),
        x,
        y,
        marks,
        new Hits(spec.layers(), frame, x, y));
  }

  private static Ruler octets(
      PlotSpec spec, Viewport view, Legend legend, List<Layer.Signal> signals) {
    Frame guess = Frame.of(view, legend.rows(), 0, !signals.isEmpty());
    return Ruler.of(view.y(), Axes.mostOctetTicks(guess.height()), spec.y().unit());
  }

  /** Returns how many ticks the horizontal axis of a picture that stands alone may have. */
  static int mostTimeTicks(double width) {
    return Axes.mostTimeTicks(width - 108);
  }
}
