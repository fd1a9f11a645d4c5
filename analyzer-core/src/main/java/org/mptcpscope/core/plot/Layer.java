package org.mptcpscope.core.plot;

import java.util.List;

/**
 * One kind of thing in a plot, with its data. Layers are drawn in the order of the spec; a click
 * asks them in the opposite order.
 */
public sealed interface Layer {
  /** Returns what the layer shows. */
  Role role();

  /** How a bar looks. */
  enum Form {
    /** A bar. */
    PLAIN,
    /** A bar with a foot to its left. */
    FOOTED,
    /** The outline of a bar. */
    HOLLOW,
    /** A broad pale bar: octets that a SACK block names. */
    SACK,
    /** A grey outline in the colour of text: nobody knows where the octets belong. */
    UNMAPPED
  }

  /** Octets sent by one subflow. {@code name} is for the legend. */
  record Bars(Role role, Form form, int subflow, String name, Spans spans) implements Layer {}

  /** A stepped line; it ends at {@code until}. */
  record Steps(Role role, String style, String name, Curve curve, long until) implements Layer {}

  /** A shape between two profiles of equal times; {@code subflow} is -1 if it belongs to none. */
  record Area(Role role, String style, int subflow, String name, Profile lower, Profile upper)
      implements Layer {}

  /** A line; {@code label} is written at its end, if there is one. */
  record Line(Role role, String style, String name, Profile profile, String label)
      implements Layer {}

  /** Dots; each is a span without a height. */
  record Dots(Role role, String style, int subflow, String name, Spans spans) implements Layer {}

  /** A letter above a point, or under it; {@code style} gives its colour. */
  record Letter(
      long time, long value, long frame, String letter, String style, boolean above, String text) {}

  /** Letters, in time order; those that would cover each other become one with a count. */
  record Letters(Role role, String name, List<Letter> letters) implements Layer {
    /** Copies the list. */
    public Letters {
      letters = List.copyOf(letters);
    }
  }

  /** A level over the whole width, with a label at its right end. */
  record Level(Role role, String style, long value, String label) implements Layer {}

  /** A span of time and of octets; a box over the full height has {@link Long} limits. */
  record Box(long from, long to, long low, long high, String label, String text, long frame) {}

  /** Boxes behind the data. */
  record Boxes(Role role, String style, String name, List<Box> boxes) implements Layer {
    /** Copies the list. */
    public Boxes {
      boxes = List.copyOf(boxes);
    }
  }

  /**
   * The octets {@code low} until {@code high} were sent at {@code from}, and again at {@code to}.
   */
  record Copy(long from, long to, long low, long high, int subflow, long frame) {}

  /** Lines from first copies to later ones, in the order of {@code to}. */
  record Copies(Role role, List<Copy> copies) implements Layer {
    /** Copies the list. */
    public Copies {
      copies = List.copyOf(copies);
    }
  }

  /** A glyph at a time and an octet. */
  record Point(long time, long value, long frame, Glyph glyph, String style, String text) {}

  /** Glyphs. */
  record Points(Role role, String name, List<Point> points) implements Layer {
    /** Copies the list. */
    public Points {
      points = List.copyOf(points);
    }
  }

  /** A pin in the lane above the plot; {@code subflow} gives its colour. */
  record Signal(long time, long frame, int subflow, String letters, String text) {}

  /** Pins, in time order. */
  record Signals(Role role, List<Signal> signals) implements Layer {
    /** Copies the list. */
    public Signals {
      signals = List.copyOf(signals);
    }
  }
}
