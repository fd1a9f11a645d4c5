package org.mptcpscope.core.plot;

/** Finds the part of a plot that a picture shows at first. */
final class Fit {
  private static final double HEAD_ROOM = 0.075;
  private static final double SNAP = 0.1;

  private Fit() {}

  static Viewport whole(
      PlotSpec spec, double width, double height, Viewport.Around around, int budget) {
    Span time = spec.whole();
    if (around == Viewport.Around.ALL) {
      time = Ruler.of(time, Layout.mostTimeTicks(width), spec.x().unit()).snapped(time, SNAP);
    }
    return new Viewport(width, height, time, vertical(spec, time), around, budget);
  }

  private static long highest(Profile profile, Span time) {
    long highest = Long.MIN_VALUE;
    for (int i = 0; i < profile.size(); i++) {
      if (profile.time(i) >= time.from() && profile.time(i) <= time.to()) {
        highest = Math.max(highest, profile.value(i));
      }
    }
    return highest;
  }

  /** Fits data and Data ACK of a span of time; the window edge may leave the picture. */
  static Span vertical(PlotSpec spec, Span time) {
    if (!spec.y().rows().isEmpty()) {
      return new Span(0, spec.y().rows().size() * Axis.ROW);
    }
    long low = Long.MAX_VALUE;
    long high = Long.MIN_VALUE;
    for (Layer layer : spec.layers()) {
      switch (layer) {
        case Layer.Bars bars -> {
          Spans spans = bars.spans();
          long[] range = spans.range(time);
          low = Math.min(low, range[0]);
          high = Math.max(high, range[1]);
        }
        case Layer.Steps steps
            when (steps.role() == Role.DATA_ACK || steps.role() == Role.ACK)
                && steps.curve().size() > 0 -> {
          Curve curve = steps.curve();
          low = Math.min(low, curve.value(Math.max(0, curve.at(time.from()))));
          high = Math.max(high, curve.value(Math.max(0, curve.at(time.to()))));
        }
        case Layer.Area area -> {
          low = Math.min(low, 0);
          high = Math.max(high, highest(area.upper(), time));
        }
        case Layer.Line line when line.role() != Role.WINDOW_EDGE ->
            high = Math.max(high, highest(line.profile(), time));
        case Layer.Points points when points.role() == Role.DELAY -> {
          for (Layer.Point point : points.points()) {
            if (point.time() >= time.from() && point.time() <= time.to()) {
              low = 0;
              high = Math.max(high, point.value());
            }
          }
        }
        case Layer.Dots dots -> {
          long[] range = dots.spans().range(time);
          low = Math.min(low, range[0]);
          high = Math.max(high, range[1]);
        }
        default -> {}
      }
    }
    if (low > high) {
      return new Span(0, 1000);
    }
    long length = Math.max(high - low, 1);
    long room = Math.max((long) (length * HEAD_ROOM), 1);
    return new Span(low < length / 20 ? 0 : low - room, high + room);
  }
}
