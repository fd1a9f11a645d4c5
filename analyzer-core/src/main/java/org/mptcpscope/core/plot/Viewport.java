package org.mptcpscope.core.plot;

/**
 * The size of a picture and the part of the plot in it.
 *
 * @param width in pixels
 * @param height in pixels
 * @param x what is seen of the horizontal axis
 * @param y what is seen of the vertical axis
 * @param around what is drawn around the data
 * @param budget how many bars and steps of one layer may be drawn before they are merged further
 */
public record Viewport(double width, double height, Span x, Span y, Around around, int budget) {
  /** Enough for a file of at most 60 kB. */
  public static final int FILE_BUDGET = 900;

  /** Enough for a window: half a pixel per column. */
  public static final int WINDOW_BUDGET = 20_000;

  /** What is drawn around the data. */
  public enum Around {
    /** Title, legend and axes: a picture that stands alone. */
    ALL,
    /** Axes and the lane of signals: title and legend are elsewhere. */
    AXES,
    /** Axes, with the margins of a picture that stands alone: a lower panel of a figure. */
    PANEL,
    /** Nothing: an overview. */
    NOTHING
  }

  /** Returns a picture that stands alone and shows the whole plot. */
  public static Viewport whole(PlotSpec spec, double width, double height) {
    return Fit.whole(spec, width, height, Around.ALL, FILE_BUDGET);
  }

  /** Returns the same size with another part of the plot; the vertical axis fits the data in it. */
  public Viewport at(PlotSpec spec, Span time) {
    return new Viewport(width, height, time, Fit.vertical(spec, time), around, budget);
  }
}
