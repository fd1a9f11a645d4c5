package org.mptcpscope.core.plot;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Glyphs at a time and an octet; of several that fall into one spot, the first is drawn. */
final class PointMarks {
  private static final double SPOT = 3;

  private PointMarks() {}

  static void draw(Layer.Points layer, Frame frame, Scale x, Scale y, List<Mark> marks) {
    Set<String> spots = new HashSet<>();
    for (Layer.Point point : layer.points()) {
      double px = Scale.half(x.pixel(point.time()));
      double py = y.pixel(point.value());
      boolean seen =
          px >= frame.left()
              && px <= frame.right()
              && py >= frame.top() - 0.5
              && py <= frame.bottom() + 0.5;
      String spot = point.style() + Math.round(px / SPOT) + "," + Math.round(py / SPOT);
      if (seen && spots.add(spot)) {
        draw(point, px, py, marks);
      }
    }
  }

  static void draw(Layer.Point point, double px, double py, List<Mark> marks) {
    if (point.glyph() == Glyph.FLAG) {
      marks.add(glyph("flagPole " + colour(point.style()), Glyph.POLE, px, py, point, ""));
    }
    marks.add(glyph(point.style(), point.glyph(), px, py, point, point.text()));
    Glyph sign =
        switch (point.glyph()) {
          case OCTAGON -> Glyph.OCTAGON_SIGN;
          case TRIANGLE -> Glyph.TRIANGLE_SIGN;
          case CIRCLE -> Glyph.CIRCLE_SIGN;
          default -> null;
        };
    if (sign != null) {
      marks.add(glyph("sign", sign, px, py, point, ""));
    }
  }

  private static String colour(String style) {
    return style.substring(style.lastIndexOf(' ') + 1);
  }

  private static Mark glyph(
      String style, Glyph glyph, double px, double py, Layer.Point point, String text) {
    return new Mark.Glyphs(
        style, glyph, Column.of(px), Column.of(py), Column.ofFrame(point.frame()), text);
  }
}
