package org.mptcpscope.core.plot;

/** The shapes that are drawn at a point, the same in every output; one unit is one pixel. */
public enum Glyph {
  /** An error. */
  OCTAGON("M -3.3 -8 L 3.3 -8 L 8 -3.3 L 8 3.3 L 3.3 8 L -3.3 8 L -8 3.3 L -8 -3.3 Z"),
  /** The sign inside the octagon. */
  OCTAGON_SIGN("M -2.8 -2.8 L 2.8 2.8 M -2.8 2.8 L 2.8 -2.8"),
  /** A warning. */
  TRIANGLE("M 0 -7.5 L 8.2 6.8 L -8.2 6.8 Z"),
  /** The sign inside the triangle. */
  TRIANGLE_SIGN("M 0 -2.4 L 0 1.8 M 0 4.2 L 0 4.4"),
  /** A note. */
  CIRCLE(
      "M 0 -7.5 C 4.14 -7.5 7.5 -4.14 7.5 0 C 7.5 4.14 4.14 7.5 0 7.5 C -4.14 7.5 -7.5 4.14 -7.5 0 C -7.5 -4.14 -4.14 -7.5 0 -7.5 Z"),
  /** The sign inside the circle. */
  CIRCLE_SIGN("M 0 -0.6 L 0 3.8 M 0 -3.8 L 0 -3.6"),
  /** A small dot, 5 px wide. */
  DOT(
      "M 0 -2.5 C 1.38 -2.5 2.5 -1.38 2.5 0 C 2.5 1.38 1.38 2.5 0 2.5 C -1.38 2.5 -2.5 1.38 -2.5 0 C -2.5 -1.38 -1.38 -2.5 0 -2.5 Z"),
  /** A cross: zero window. */
  CROSS("M -3.5 -3.5 L 3.5 3.5 M -3.5 3.5 L 3.5 -3.5"),
  /** The head of an arrow whose tip is the point, from the left. */
  HEAD_RIGHT("M 0 0 L -8 -4 L -8 4 Z"),
  /** The same from the right. */
  HEAD_LEFT("M 0 0 L 8 -4 L 8 4 Z"),
  /** The cloth of a flag whose pole stands at the point: DATA_FIN. */
  FLAG("M 0 -14 L 10 -10.5 L 0 -7 Z"),
  /** The pole of the flag. */
  POLE("M 0 0 L 0 -14"),
  /** The ring around the focus, 18 px wide. */
  RING(
      "M 0 -9 C 4.97 -9 9 -4.97 9 0 C 9 4.97 4.97 9 0 9 C -4.97 9 -9 4.97 -9 0 C -9 -4.97 -4.97 -9 0 -9 Z");

  private final String path;

  Glyph(String path) {
    this.path = path;
  }

  /** Receives the outline of a glyph. */
  public interface Pen {
    /** Starts a new part at a point. */
    void moveTo(double x, double y);

    /** Draws a straight line. */
    void lineTo(double x, double y);

    /** Draws a cubic curve with two control points. */
    void curveTo(double x1, double y1, double x2, double y2, double x, double y);

    /** Closes the part. */
    void close();
  }

  /** Draws this glyph around a point. */
  public void trace(double x, double y, Pen pen) {
    String[] words = path.split(" ", -1);
    int at = 0;
    while (at < words.length) {
      switch (words[at]) {
        case "M" -> pen.moveTo(x + number(words, at + 1), y + number(words, at + 2));
        case "L" -> pen.lineTo(x + number(words, at + 1), y + number(words, at + 2));
        case "C" ->
            pen.curveTo(
                x + number(words, at + 1),
                y + number(words, at + 2),
                x + number(words, at + 3),
                y + number(words, at + 4),
                x + number(words, at + 5),
                y + number(words, at + 6));
        default -> pen.close();
      }
      at +=
          switch (words[at]) {
            case "M", "L" -> 3;
            case "C" -> 7;
            default -> 1;
          };
    }
  }

  private static double number(String[] words, int at) {
    return Double.parseDouble(words[at]);
  }
}
