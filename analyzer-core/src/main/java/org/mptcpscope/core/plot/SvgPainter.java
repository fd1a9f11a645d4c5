package org.mptcpscope.core.plot;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes a scene as SVG text that stands alone and is the same on every machine: no locale, no
 * time, no file name, and no fonts inside. The light theme brings the dark one along for readers
 * who prefer it.
 */
public final class SvgPainter implements Painter<String> {

  /** Makes a painter; it keeps no state between two pictures. */
  public SvgPainter() {}

  @Override
  public String paint(Scene scene, Theme theme) {
    Set<String> styles = new LinkedHashSet<>();
    scene.marks().forEach(mark -> collect(mark, styles));
    StringBuilder out = new StringBuilder(16_384);
    String size = num(scene.width()) + " " + num(scene.height());
    out.append("<svg xmlns=\"http://www.w3.org/2000/svg\"");
    attribute(out, "width", scene.width());
    attribute(out, "height", scene.height());
    out.append(" viewBox=\"0 0 ").append(size).append("\" role=\"img\"");
    out.append(" aria-labelledby=\"t d\">\n<title id=\"t\">");
    escape(out, scene.title());
    out.append("</title>\n<desc id=\"d\">");
    escape(out, scene.summary());
    out.append("</desc>\n<style>\n").append(SvgStyles.css(styles, theme)).append("</style>\n");
    defs(out, scene, styles);
    scene.marks().forEach(mark -> mark(out, mark));
    return out.append("</svg>\n").toString();
  }

  private static void collect(Mark mark, Set<String> styles) {
    styles.addAll(Theme.names(mark.style()));
    if (mark instanceof Mark.Clip clip) {
      clip.marks().forEach(inner -> collect(inner, styles));
    }
  }

  private static void defs(StringBuilder out, Scene scene, Set<String> styles) {
    out.append("<defs>").append(SvgStyles.patterns(styles));
    for (Mark mark : scene.marks()) {
      if (mark instanceof Mark.Clip clip) {
        out.append("<clipPath id=\"plot\"><rect");
        rectangle(out, clip.x(), clip.y(), clip.width(), clip.height());
        out.append("/></clipPath>");
      }
    }
    out.append("</defs>\n");
  }

  private static void mark(StringBuilder out, Mark mark) {
    switch (mark) {
      case Mark.Polyline line -> polyline(out, line);
      case Mark.Ticks ticks -> ticks(out, ticks);
      case Mark.Links links -> links(out, links);
      case Mark.Label label -> label(out, label);
      case Mark.Band band -> band(out, band);
      case Mark.Area area -> area(out, area);
      case Mark.Glyphs glyphs -> glyphs(out, glyphs);
      case Mark.Clip clip -> {
        out.append("<g clip-path=\"url(#plot)\">\n");
        clip.marks().forEach(inner -> mark(out, inner));
        out.append("</g>\n");
      }
    }
  }

  private static void polyline(StringBuilder out, Mark.Polyline line) {
    if (line.x().size() == 0) {
      return;
    }
    path(out, line.style());
    line(out, line.x(), line.y());
    out.append("\"/>\n");
  }

  /** Level and upright pieces take one number each. */
  private static void line(StringBuilder out, Column x, Column y) {
    String lastX = num(x.get(0));
    String lastY = num(y.get(0));
    out.append('M').append(lastX).append(' ').append(lastY);
    for (int i = 1; i < x.size(); i++) {
      String nextX = num(x.get(i));
      String nextY = num(y.get(i));
      if (nextX.equals(lastX) && !nextY.equals(lastY)) {
        out.append('V').append(nextY);
      } else if (nextY.equals(lastY) && !nextX.equals(lastX)) {
        out.append('H').append(nextX);
      } else if (!nextX.equals(lastX)) {
        out.append('L').append(nextX).append(' ').append(nextY);
      }
      lastX = nextX;
      lastY = nextY;
    }
  }

  private static void ticks(StringBuilder out, Mark.Ticks ticks) {
    if (ticks.x().size() == 0) {
      return;
    }
    path(out, ticks.style());
    for (int i = 0; i < ticks.x().size(); i++) {
      out.append('M').append(num(ticks.x().get(i)));
      out.append(' ').append(num(ticks.y1().get(i))).append('V').append(num(ticks.y2().get(i)));
    }
    end(out, "path", ticks.title());
  }

  private static void links(StringBuilder out, Mark.Links links) {
    if (links.y().size() == 0) {
      return;
    }
    path(out, links.style());
    for (int i = 0; i < links.y().size(); i++) {
      out.append('M').append(num(links.x1().get(i)));
      out.append(' ').append(num(links.y().get(i))).append('H').append(num(links.x2().get(i)));
    }
    out.append("\"/>\n");
  }

  private static void area(StringBuilder out, Mark.Area area) {
    path(out, area.style());
    line(out, area.x(), area.y());
    out.append('Z');
    end(out, "path", area.title());
  }

  private static void glyphs(StringBuilder out, Mark.Glyphs glyphs) {
    path(out, glyphs.style());
    Glyph.Pen pen = new SvgPen(out);
    for (int i = 0; i < glyphs.x().size(); i++) {
      glyphs.shape().trace(glyphs.x().get(i), glyphs.y().get(i), pen);
    }
    end(out, "path", glyphs.title());
  }

  private static void label(StringBuilder out, Mark.Label label) {
    out.append("<text class=\"").append(label.style()).append('"');
    attribute(out, "x", label.x());
    attribute(out, "y", label.y());
    out.append('>');
    escape(out, label.text());
    out.append("</text>\n");
  }

  private static void band(StringBuilder out, Mark.Band band) {
    out.append("<rect class=\"").append(band.style()).append('"');
    rectangle(out, band.x(), band.y(), band.width(), band.height());
    double radius = Theme.LIGHT.look(band.style()).radius();
    if (radius > 0) {
      attribute(out, "rx", radius);
    }
    if (band.title().isEmpty()) {
      out.append("/>\n");
    } else {
      out.append("><title>");
      escape(out, band.title());
      out.append("</title></rect>\n");
    }
  }

  private static void path(StringBuilder out, String style) {
    out.append("<path class=\"").append(style).append("\" d=\"");
  }

  private static void end(StringBuilder out, String element, String title) {
    out.append('"');
    if (title.isEmpty()) {
      out.append("/>\n");
      return;
    }
    out.append("><title>");
    escape(out, title);
    out.append("</title></").append(element).append(">\n");
  }

  private static void rectangle(
      StringBuilder out, double x, double y, double width, double height) {
    attribute(out, "x", x);
    attribute(out, "y", y);
    attribute(out, "width", width);
    attribute(out, "height", height);
  }

  private static void attribute(StringBuilder out, String name, double value) {
    out.append(' ').append(name).append("=\"").append(num(value)).append('"');
  }

  /** A number with at most one decimal. */
  static String num(double value) {
    long tenths = Math.round(value * 10);
    String whole = (tenths < 0 ? "-" : "") + Math.abs(tenths) / 10;
    return tenths % 10 == 0 ? Long.toString(tenths / 10) : whole + "." + Math.abs(tenths % 10);
  }

  private static void escape(StringBuilder out, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        default -> out.append(c < ' ' ? '\uFFFD' : c);
      }
    }
  }

  private record SvgPen(StringBuilder out) implements Glyph.Pen {
    @Override
    public void moveTo(double x, double y) {
      add('M', List.of(x, y));
    }

    @Override
    public void lineTo(double x, double y) {
      add('L', List.of(x, y));
    }

    @Override
    public void curveTo(double x1, double y1, double x2, double y2, double x, double y) {
      add('C', List.of(x1, y1, x2, y2, x, y));
    }

    @Override
    public void close() {
      out.append('Z');
    }

    private void add(char command, List<Double> numbers) {
      out.append(command);
      for (int i = 0; i < numbers.size(); i++) {
        out.append(i == 0 ? "" : " ").append(num(numbers.get(i)));
      }
    }
  }
}
