package org.mptcpscope.core.plot;

import java.math.BigDecimal;
import java.util.Locale;

/**
 * The data of a plot as rows: every segment, step and mark, unreduced. Times in seconds since the
 * first frame of the connection, values in the unit of the axis.
 */
public final class SpecCsv {
  private static final String NONE = "";

  private final StringBuilder out = new StringBuilder();
  private final PlotSpec spec;

  private SpecCsv(PlotSpec spec) {
    this.spec = spec;
  }

  /** Returns the rows of all panels. */
  public static String of(Figure figure) {
    StringBuilder all = new StringBuilder("layer,subflow,frame,x,x_to,y,y_to,text,x_unit,y_unit\n");
    figure.panels().forEach(panel -> all.append(new SpecCsv(panel.spec()).rows()));
    return all.toString();
  }

  private StringBuilder rows() {
    for (Layer layer : spec.layers()) {
      layer(layer);
    }
    return out;
  }

  private void layer(Layer layer) {
    String name = layer.role().name().toLowerCase(Locale.ROOT);
    switch (layer) {
      case Layer.Bars bars -> spans(name, bars.subflow(), bars.spans());
      case Layer.Dots dots -> spans(name, dots.subflow(), dots.spans());
      case Layer.Steps steps -> {
        Curve curve = steps.curve();
        for (int i = 0; i < curve.size(); i++) {
          row(
              name,
              curve.subflow(i),
              curve.frame(i),
              curve.time(i),
              curve.time(i),
              curve.value(i),
              curve.value(i),
              steps.name());
        }
      }
      case Layer.Area area -> {
        for (int i = 0; i < area.upper().size(); i++) {
          long time = area.upper().time(i);
          row(
              name,
              area.subflow(),
              0,
              time,
              time,
              area.lower().value(i),
              area.upper().value(i),
              area.name());
        }
      }
      case Layer.Line line -> {
        Profile profile = line.profile();
        for (int i = 0; i < profile.size(); i++) {
          row(
              name,
              -1,
              0,
              profile.time(i),
              profile.time(i),
              profile.value(i),
              profile.value(i),
              line.name());
        }
      }
      case Layer.Boxes boxes ->
          boxes
              .boxes()
              .forEach(
                  box ->
                      row(
                          name,
                          -1,
                          box.frame(),
                          box.from(),
                          box.to(),
                          box.low(),
                          box.high(),
                          box.text()));
      case Layer.Points points ->
          points
              .points()
              .forEach(
                  point ->
                      row(
                          name,
                          -1,
                          point.frame(),
                          point.time(),
                          point.time(),
                          point.value(),
                          point.value(),
                          point.text()));
      case Layer.Signals signals ->
          signals
              .signals()
              .forEach(
                  signal ->
                      row(
                          name,
                          signal.subflow(),
                          signal.frame(),
                          signal.time(),
                          signal.time(),
                          0,
                          0,
                          signal.text()));
      case Layer.Letters letters ->
          letters
              .letters()
              .forEach(
                  letter ->
                      row(
                          name,
                          -1,
                          letter.frame(),
                          letter.time(),
                          letter.time(),
                          letter.value(),
                          letter.value(),
                          letter.letter()));
      case Layer.Copies copies ->
          copies
              .copies()
              .forEach(
                  copy ->
                      row(
                          name,
                          copy.subflow(),
                          copy.frame(),
                          copy.from(),
                          copy.to(),
                          copy.low(),
                          copy.high(),
                          "first copy to later copy"));
      case Layer.Level level ->
          row(
              name,
              -1,
              0,
              spec.whole().from(),
              spec.whole().to(),
              level.value(),
              level.value(),
              level.label());
    }
  }

  private void spans(String name, int subflow, Spans spans) {
    for (int i = 0; i < spans.size(); i++) {
      row(
          name,
          subflow,
          spans.frame(i),
          spans.time(i),
          spans.time(i),
          spans.low(i),
          spans.high(i),
          NONE);
    }
  }

  private void row(
      String layer, int subflow, long frame, long x, long xTo, long y, long yTo, String text) {
    out.append(layer).append(',');
    out.append(subflow < 0 ? NONE : String.valueOf(subflow)).append(',');
    out.append(frame == 0 ? NONE : String.valueOf(frame)).append(',');
    out.append(number(spec.x(), x)).append(',').append(number(spec.x(), xTo)).append(',');
    out.append(number(spec.y(), y)).append(',').append(number(spec.y(), yTo)).append(',');
    out.append(quoted(text)).append(',');
    out.append(unit(spec.x())).append(',').append(unit(spec.y())).append('\n');
  }

  private static String number(Axis axis, long value) {
    if (value == Long.MIN_VALUE || value == Long.MAX_VALUE) {
      return NONE;
    }
    return switch (axis.unit()) {
      case TIME, NANOS -> BigDecimal.valueOf(value, 9).toPlainString();
      case OCTETS, BITS -> String.valueOf(value);
      case PERCENT, ROWS -> BigDecimal.valueOf(value, 3).toPlainString();
    };
  }

  private static String unit(Axis axis) {
    return switch (axis.unit()) {
      case TIME, NANOS -> "s";
      case OCTETS -> "octets";
      case BITS -> "bit/s";
      case PERCENT -> "%";
      case ROWS -> "row";
    };
  }

  static String quoted(String text) {
    return text.contains(",") || text.contains("\"")
        ? '"' + text.replace("\"", "\"\"") + '"'
        : text;
  }
}
