package org.mptcpscope.core.plot;

import java.util.Map;
import java.util.Set;

/** The style sheet and the patterns of an SVG: one class per style name in use. */
final class SvgStyles {
  private static final String WORDS = "Inter,\"DejaVu Sans\",sans-serif";
  private static final String NUMBERS = "\"JetBrains Mono\",\"DejaVu Sans Mono\",monospace";

  private SvgStyles() {}

  static String css(Set<String> used, Theme theme) {
    StringBuilder out = new StringBuilder(2048);
    // Inter would write 0x76 with a multiplication sign.
    out.append("text{font-feature-settings:\"calt\" 0}\npath{fill:none}\n");
    for (String name : Theme.styleNames()) {
      if (used.contains(name)) {
        rule(out, name, theme, false);
      }
    }
    if (theme == Theme.LIGHT) {
      out.append("@media (prefers-color-scheme:dark){\n");
      for (String name : Theme.styleNames()) {
        if (used.contains(name)) {
          rule(out, name, Theme.DARK, true);
        }
      }
      out.append("}\n");
    }
    return out.toString();
  }

  private static void rule(StringBuilder out, String name, Theme theme, boolean coloursOnly) {
    StringBuilder body = new StringBuilder();
    Theme.style(name)
        .forEach(
            (key, value) -> {
              String css = colour(name, key, value, theme);
              if (css.isEmpty() && !coloursOnly) {
                css = form(key, value);
              }
              if (!css.isEmpty()
                  && !(coloursOnly && (css.endsWith("currentColor") || css.endsWith(")")))) {
                body.append(body.isEmpty() ? "" : ";").append(css);
              }
            });
    if (!body.isEmpty()) {
      out.append('.').append(name).append('{').append(body).append("}\n");
    }
    if (Theme.style(name).containsKey("hatch")) {
      String stroke = theme.hex(Theme.style(name).get("hatch"));
      out.append('#').append(name).append(" *{stroke:").append(stroke).append("}\n");
      out.append('#').append(name).append(" rect{stroke:none;fill:").append(stroke).append("}\n");
    }
  }

  private static String colour(String name, String key, String value, Theme theme) {
    return switch (key) {
      case "colour" -> "color:" + theme.hex(value);
      case "stroke" -> "stroke:" + paint(value, theme);
      case "fill" -> "fill:" + paint(value, theme);
      case "halo" -> "stroke:" + paint(value, theme);
      case "hatch" -> "fill:url(#" + name + ")";
      default -> "";
    };
  }

  private static String paint(String value, Theme theme) {
    return switch (value) {
      case "none" -> "none";
      case "current" -> "currentColor";
      default -> theme.hex(value);
    };
  }

  private static String form(String key, String value) {
    return switch (key) {
      case "width" -> "stroke-width:" + value;
      case "halo-width" -> "stroke-width:" + value + ";stroke-linejoin:round;paint-order:stroke";
      case "dash" -> "stroke-dasharray:" + value.replace(',', ' ');
      case "opacity" -> "opacity:" + value;
      case "font" -> "font-family:" + (value.equals("numbers") ? NUMBERS : WORDS);
      case "size" -> "font-size:" + value + "px";
      case "weight" -> "font-weight:" + value;
      case "anchor" -> "text-anchor:" + value;
      case "cap" -> "stroke-linecap:" + value;
      default -> "";
    };
  }

  static String patterns(Set<String> used) {
    StringBuilder out = new StringBuilder();
    for (String name : Theme.styleNames()) {
      Map<String, String> style = Theme.style(name);
      if (!used.contains(name) || !style.containsKey("hatch")) {
        continue;
      }
      String spacing = style.get("spacing");
      double middle = Double.parseDouble(spacing) / 2;
      out.append("<pattern id=\"").append(name).append("\" width=\"").append(spacing);
      out.append("\" height=\"").append(spacing);
      out.append("\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(");
      out.append(style.get("angle")).append(")\"><rect width=\"").append(spacing);
      out.append("\" height=\"").append(spacing).append("\" opacity=\"");
      out.append(style.get("wash")).append("\"/><path d=\"M").append(SvgPainter.num(middle));
      out.append(" 0V").append(spacing).append("\" stroke-width=\"");
      out.append(style.get("hatch-width")).append("\" opacity=\"");
      out.append(style.get("lines")).append("\"/></pattern>");
    }
    return out.toString();
  }
}
