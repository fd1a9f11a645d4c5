package org.mptcpscope.core.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * How a mark looks in one theme: the properties of all its styles, merged. Colours are 0xRRGGBB,
 * lengths pixels.
 */
public final class Look {

  /** To which side of its point a text goes. */
  public enum Anchor {
    /** The text starts at the point. */
    START,
    /** The text is centred. */
    MIDDLE,
    /** The text ends at the point. */
    END
  }

  private final Theme theme;
  private final Map<String, String> properties;

  Look(Theme theme, Map<String, String> properties) {
    this.theme = theme;
    this.properties = properties;
  }

  /** Returns the colour of lines, if lines are drawn. */
  public OptionalInt stroke() {
    return colour("stroke");
  }

  /** Returns the colour of areas and text, if they are filled. */
  public OptionalInt fill() {
    return colour("fill");
  }

  /** Returns the colour of the hatch of an area, if it has one. */
  public OptionalInt hatch() {
    return colour("hatch");
  }

  /** Returns the colour of the rim that parts a text or a glyph from what is below it. */
  public OptionalInt halo() {
    return colour("halo");
  }

  /** Returns the width of lines. */
  public double width() {
    return number("width", 1);
  }

  /** Returns the width of the halo's stroke; half of it is seen on each side. */
  public double haloWidth() {
    return number("halo-width", 0);
  }

  /** Returns lengths of dashes and gaps in turn; empty for a solid line. */
  public List<Double> dash() {
    List<Double> lengths = new ArrayList<>();
    for (String length : properties.getOrDefault("dash", "").split(",", -1)) {
      if (!length.isEmpty()) {
        lengths.add(Double.valueOf(length));
      }
    }
    return lengths;
  }

  /** Returns the opacity of the whole mark, 0 to 1. */
  public double opacity() {
    return number("opacity", 1);
  }

  /** Returns whether lines end in half a circle. */
  public boolean roundCaps() {
    return "round".equals(properties.get("cap"));
  }

  /** Returns the opacity of the ground below a hatch. */
  public double wash() {
    return number("wash", 0);
  }

  /** Returns the opacity of the lines of a hatch. */
  public double hatchOpacity() {
    return number("lines", 1);
  }

  /** Returns the width of the lines of a hatch. */
  public double hatchWidth() {
    return number("hatch-width", 1);
  }

  /** Returns the distance between two lines of a hatch. */
  public double hatchSpacing() {
    return number("spacing", 7);
  }

  /** Returns by how many degrees, clockwise, a hatch of upright lines is turned: 45 or -45. */
  public double hatchAngle() {
    return number("angle", 45);
  }

  /** Returns the radius of the corners of a rectangle. */
  public double radius() {
    return number("radius", 0);
  }

  /** Returns the face of text. */
  public Face face() {
    return Face.of(properties.getOrDefault("font", "words"), (int) number("weight", 400));
  }

  /** Returns the size of text. */
  public double size() {
    return number("size", 12);
  }

  /** Returns to which side of its point text goes. */
  public Anchor anchor() {
    return switch (properties.getOrDefault("anchor", "start")) {
      case "middle" -> Anchor.MIDDLE;
      case "end" -> Anchor.END;
      default -> Anchor.START;
    };
  }

  private double number(String key, double otherwise) {
    String value = properties.get(key);
    return value == null ? otherwise : Double.parseDouble(value);
  }

  private OptionalInt colour(String key) {
    String role = properties.getOrDefault(key, "none");
    if (role.equals("current")) {
      role = properties.getOrDefault("colour", "ink");
    }
    return role.equals("none") ? OptionalInt.empty() : OptionalInt.of(theme.colour(role));
  }
}
