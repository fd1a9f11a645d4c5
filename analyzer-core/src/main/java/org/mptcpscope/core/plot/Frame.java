package org.mptcpscope.core.plot;

/**
 * Where the ground of a plot lies in its picture, in pixels.
 *
 * @param legendBaseline of the last row of the legend
 * @param laneTop of the lane of signals, or -1 if there is none
 */
record Frame(
    double left, double top, double right, double bottom, double legendBaseline, double laneTop) {
  static final double MARGIN = 24;
  static final double LANE_HEIGHT = 20;
  private static final double LEAST_LEFT = 84;
  private static final double AXIS_ALL = 56;
  private static final double AXIS_ONLY = 48;

  /** Divides a picture; {@code legendRows} and {@code labelWidth} are what must fit beside it. */
  static Frame of(Viewport view, int legendRows, double labelWidth, boolean lane) {
    if (view.around() == Viewport.Around.NOTHING) {
      return new Frame(0, 0, view.width(), view.height(), 0, -1);
    }
    boolean all = view.around() == Viewport.Around.ALL;
    boolean alone = all || view.around() == Viewport.Around.PANEL;
    double legend = all ? 76 + 18.0 * (Math.max(legendRows, 1) - 1) : 0;
    double laneTop = lane ? legend + (all ? 14 : 0) : -1;
    double top = lane ? laneTop + LANE_HEIGHT + 8 : legend + (all ? 16 : 8);
    double bottom = view.height() - (all ? AXIS_ALL : AXIS_ONLY);
    double left = Math.ceil(Math.max(LEAST_LEFT, labelWidth + 8 + (alone ? 16 : 8)));
    double right = view.width() - (alone ? MARGIN : 16);
    return new Frame(
        left, top, Math.max(right, left + 16), Math.max(bottom, top + 16), legend, laneTop);
  }

  double width() {
    return right - left;
  }

  double height() {
    return bottom - top;
  }
}
