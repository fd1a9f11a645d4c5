package org.mptcpscope.core.plot;

import java.util.List;

/**
 * What can be drawn. Coordinates are pixels from the top left; {@code style} is one or more names
 * of {@link Theme}, separated by a space. Bulk marks hold columns of equal size; a frame of 0 is
 * none.
 */
public sealed interface Mark {

  /** Returns the style names. */
  String style();

  /** A line through points. */
  record Polyline(String style, Column x, Column y) implements Mark {}

  /** Vertical bars; {@code title} says what they are, or is empty. */
  record Ticks(String style, Column x, Column y1, Column y2, Column frame, String title)
      implements Mark {}

  /** Horizontal lines. */
  record Links(String style, Column x1, Column x2, Column y, Column frame) implements Mark {}

  /** One line of text; the style says to which side of the point it goes. */
  record Label(String style, double x, double y, String text) implements Mark {}

  /** A rectangle; {@code title} says what it is, or is empty. */
  record Band(String style, double x, double y, double width, double height, String title)
      implements Mark {}

  /** A closed shape. */
  record Area(String style, Column x, Column y, String title) implements Mark {}

  /** The same shape at several points. */
  record Glyphs(String style, Glyph shape, Column x, Column y, Column frame, String title)
      implements Mark {}

  /** Marks that are drawn inside a rectangle only. */
  record Clip(double x, double y, double width, double height, List<Mark> marks) implements Mark {
    /** Copies the list. */
    public Clip {
      marks = List.copyOf(marks);
    }

    @Override
    public String style() {
      return "";
    }
  }
}
