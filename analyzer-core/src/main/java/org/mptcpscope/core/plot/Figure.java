package org.mptcpscope.core.plot;

import java.util.List;

/**
 * Plots of the same time, one above the other: they share the horizontal axis.
 *
 * @param panels from top to bottom; the first gives title, subtitle and summary
 */
public record Figure(List<Panel> panels) {
  /** Copies the list. */
  public Figure {
    panels = List.copyOf(panels);
  }

  /**
   * One of the plots.
   *
   * @param share of the height, in relation to the shares of the others
   */
  public record Panel(PlotSpec spec, double share) {}

  /** A figure of one plot. */
  public static Figure of(PlotSpec spec) {
    return new Figure(List.of(new Panel(spec, 1)));
  }

  /** The plot on top. */
  public PlotSpec first() {
    return panels.getFirst().spec();
  }

  /** Returns what lies where; {@code time} is the part to show, or null for the whole. */
  public Scene scene(double width, double height, Span time) {
    if (panels.size() == 1) {
      Viewport whole = Viewport.whole(first(), width, height);
      return Layout.of(first(), time == null ? whole : whole.at(first(), time));
    }
    return Stack.of(this, width, height, time);
  }
}
