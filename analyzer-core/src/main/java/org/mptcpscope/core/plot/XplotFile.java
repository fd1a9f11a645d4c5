package org.mptcpscope.core.plot;

import java.math.BigDecimal;
import java.util.Map;

/**
 * A plot for xplot.org, unreduced, in the picture language of tcptrace: up arrows and lines in the
 * colours that xplot has, one for each subflow.
 */
public final class XplotFile {
  private static final String[] SUBFLOWS = {
    "blue", "orange", "green", "magenta", "yellow", "red", "purple", "pink"
  };
  private static final String INK = "white";

  /** Digits behind the point of each unit; others are whole. */
  private static final Map<Axis.Unit, Integer> SCALES =
      Map.of(
          Axis.Unit.TIME, 9,
          Axis.Unit.NANOS, 6,
          Axis.Unit.BITS, 6,
          Axis.Unit.PERCENT, 3,
          Axis.Unit.ROWS, 3);

  private final StringBuilder out = new StringBuilder();
  private final PlotSpec spec;

  private XplotFile(PlotSpec spec) {
    this.spec = spec;
  }

  /** Returns the file; of a figure, the plot on top. */
  public static String of(Figure figure) {
    return new XplotFile(figure.first()).file();
  }

  private String file() {
    out.append("timeval double\n");
    out.append("title\n").append(ascii(spec.title())).append('\n');
    out.append("xlabel\n").append(ascii(spec.x().title())).append('\n');
    out.append("ylabel\n").append(ascii(spec.y().title())).append('\n');
    spec.layers().forEach(this::layer);
    out.append("go\n");
    return out.toString();
  }

  private void layer(Layer layer) {
    switch (layer) {
      case Layer.Bars bars -> {
        colour(bars.subflow());
        for (int i = 0; i < bars.spans().size(); i++) {
          Spans spans = bars.spans();
          line(spans.time(i), spans.low(i), spans.time(i), spans.high(i));
          at(bars.form() == Layer.Form.PLAIN ? "darrow" : "diamond", spans.time(i), spans.low(i));
          at("uarrow", spans.time(i), spans.high(i));
        }
      }
      case Layer.Dots dots -> {
        colour(dots.subflow());
        for (int i = 0; i < dots.spans().size(); i++) {
          at("dot", dots.spans().time(i), dots.spans().low(i));
        }
      }
      case Layer.Steps steps -> {
        out.append(steps.role() == Role.WINDOW_EDGE ? "yellow" : "green").append('\n');
        Curve curve = steps.curve();
        for (int i = 0; i < curve.size(); i++) {
          long next = i + 1 < curve.size() ? curve.time(i + 1) : steps.until();
          line(curve.time(i), curve.value(i), next, curve.value(i));
          if (i + 1 < curve.size()) {
            line(next, curve.value(i), next, curve.value(i + 1));
          }
        }
      }
      case Layer.Area area -> {
        colour(area.subflow());
        profile(area.upper());
      }
      case Layer.Line line -> {
        out.append(INK).append('\n');
        profile(line.profile());
      }
      case Layer.Boxes boxes -> {
        out.append(INK).append('\n');
        for (Layer.Box box : boxes.boxes()) {
          if (box.low() != Long.MIN_VALUE && box.high() != Long.MAX_VALUE) {
            line(box.from(), box.low(), box.to(), box.low());
            line(box.from(), box.high(), box.to(), box.high());
          }
        }
      }
      case Layer.Points points -> {
        out.append(INK).append('\n');
        points.points().forEach(point -> at("x", point.time(), point.value()));
      }
      case Layer.Letters letters -> {
        out.append(INK).append('\n');
        for (Layer.Letter letter : letters.letters()) {
          text(letter.above() ? "atext" : "btext", letter.time(), letter.value(), letter.letter());
        }
      }
      case Layer.Signals signals -> {
        for (Layer.Signal signal : signals.signals()) {
          colour(signal.subflow());
          text("atext", signal.time(), 1, signal.letters());
        }
      }
      case Layer.Copies copies -> {
        for (Layer.Copy copy : copies.copies()) {
          colour(copy.subflow());
          out.append("dline ");
          point(copy.from(), copy.low());
          out.append(' ');
          point(copy.to(), copy.low());
          out.append('\n');
        }
      }
      case Layer.Level level -> {
        out.append(INK).append('\n');
        line(spec.whole().from(), level.value(), spec.whole().to(), level.value());
      }
    }
  }

  private void profile(Profile profile) {
    for (int i = 1; i < profile.size(); i++) {
      line(profile.time(i - 1), profile.value(i - 1), profile.time(i), profile.value(i));
    }
  }

  private void colour(int subflow) {
    out.append(subflow < 0 ? INK : SUBFLOWS[subflow % SUBFLOWS.length]).append('\n');
  }

  private void at(String command, long x, long y) {
    out.append(command).append(' ');
    point(x, y);
    out.append('\n');
  }

  private void text(String command, long x, long y, String text) {
    at(command, x, y);
    out.append(ascii(text)).append('\n');
  }

  private void line(long x1, long y1, long x2, long y2) {
    out.append("line ");
    point(x1, y1);
    out.append(' ');
    point(x2, y2);
    out.append('\n');
  }

  private void point(long x, long y) {
    out.append(number(spec.x(), x)).append(' ').append(number(spec.y(), y));
  }

  private static String number(Axis axis, long value) {
    int scale = SCALES.getOrDefault(axis.unit(), 0);
    return BigDecimal.valueOf(value, scale).toPlainString();
  }

  /** xplot reads ASCII. */
  private static String ascii(String text) {
    return text.replace("→", "->").replaceAll("[^\\x20-\\x7e]", " ");
  }
}
