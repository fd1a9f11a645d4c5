package org.mptcpscope.core.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The legend of a picture that stands alone: one entry per thing that is in the plot. */
final class Legend {
  static final Legend NONE = new Legend(List.of(), 0);
  private static final double FIRST_BASELINE = 76;
  private static final double ROW = 18;
  private static final double GAP = 18;
  private static final List<Layer.Form> FORMS =
      List.of(Layer.Form.HOLLOW, Layer.Form.FOOTED, Layer.Form.SACK, Layer.Form.UNMAPPED);

  /** How an entry is drawn. */
  private enum Swatch {
    BARS(20),
    STEPS(24),
    HOLLOW(14),
    FOOTED(17),
    BOX(22),
    GLYPH(20),
    DOT(16),
    NONE(0);

    private final double width;

    Swatch(double width) {
      this.width = width;
    }
  }

  private record Entry(Swatch swatch, String style, Glyph glyph, String text) {
    double width() {
      return swatch.width + TextWidth.of(text, Theme.LIGHT.look("words"));
    }
  }

  private record Placed(Entry entry, double x, double baseline) {}

  private final List<Placed> placed;
  private final int rows;

  private Legend(List<Placed> placed, int rows) {
    this.placed = placed;
    this.rows = rows;
  }

  static Legend of(PlotSpec spec, Viewport view) {
    List<Entry> entries = new ArrayList<>();
    subflows(spec, entries);
    spec.layers().reversed().forEach(layer -> line(layer, entries));
    for (Layer.Form form : FORMS) {
      spec.layers().forEach(layer -> bars(layer, form, entries));
    }
    spec.layers().forEach(layer -> other(layer, view.x(), entries));
    List<Placed> placed = new ArrayList<>();
    double x = Frame.MARGIN;
    int row = 0;
    for (Entry entry : entries) {
      if (x > Frame.MARGIN && x + entry.width() > view.width() - Frame.MARGIN) {
        x = Frame.MARGIN;
        row++;
      }
      placed.add(new Placed(entry, x, FIRST_BASELINE + ROW * row));
      x += entry.width() + GAP;
    }
    return new Legend(placed, row + 1);
  }

  int rows() {
    return rows;
  }

  /** Every subflow that carried anything, first copies or not, in the order of numbers. */
  private static void subflows(PlotSpec spec, List<Entry> entries) {
    Map<Integer, String> names = new TreeMap<>();
    for (Layer layer : spec.layers()) {
      switch (layer) {
        case Layer.Bars bars -> names.put(bars.subflow(), bars.name());
        case Layer.Dots dots when dots.subflow() >= 0 -> names.put(dots.subflow(), dots.name());
        default -> {}
      }
    }
    names.forEach(
        (subflow, name) -> entries.add(new Entry(Swatch.BARS, Theme.subflow(subflow), null, name)));
  }

  private static void line(Layer layer, List<Entry> entries) {
    switch (layer) {
      case Layer.Steps steps ->
          entries.add(new Entry(Swatch.STEPS, steps.style(), null, steps.name()));
      case Layer.Line line -> entries.add(new Entry(Swatch.STEPS, line.style(), null, line.name()));
      case Layer.Area area ->
          once(
              new Entry(
                  Swatch.BOX,
                  area.role() == Role.SENT_TWICE ? "areaAgain neutral" : ProfileMarks.style(area),
                  null,
                  area.name()),
              entries);
      case Layer.Dots dots when dots.subflow() < 0 ->
          entries.add(new Entry(Swatch.DOT, dots.style(), null, dots.name()));
      default -> {}
    }
  }

  private static void bars(Layer layer, Layer.Form form, List<Entry> entries) {
    if (layer instanceof Layer.Bars bars && bars.form() == form) {
      once(
          switch (form) {
            case HOLLOW -> new Entry(Swatch.HOLLOW, "neutral", null, "reinjected");
            case FOOTED -> new Entry(Swatch.FOOTED, "neutral", null, "retransmitted");
            case SACK -> new Entry(Swatch.BOX, "areaAgain neutral", null, "SACK");
            default -> new Entry(Swatch.HOLLOW, "unmapped", null, "no mapping");
          },
          entries);
    }
  }

  private static void other(Layer layer, Span time, List<Entry> entries) {
    switch (layer) {
      case Layer.Boxes boxes -> {
        if (!boxes.name().isEmpty()
            && boxes.boxes().stream()
                .anyMatch(box -> LayerMarks.isDrawn(boxes.role(), box, time))) {
          once(new Entry(Swatch.BOX, boxes.style(), null, boxes.name()), entries);
        }
      }
      // A DATA_FIN has a pin with its name, too.
      case Layer.Letters letters ->
          letters.letters().stream()
              .filter(letter -> !letter.text().isEmpty())
              .map(letter -> letter.letter() + " " + letter.text())
              .distinct()
              .forEach(text -> once(new Entry(Swatch.NONE, "", null, text), entries));
      case Layer.Points points
          when points.role() != Role.DATA_FIN && !points.points().isEmpty() -> {
        Layer.Point point = points.points().getFirst();
        once(new Entry(Swatch.GLYPH, point.style(), point.glyph(), points.name()), entries);
      }
      default -> {}
    }
  }

  private static void once(Entry entry, List<Entry> entries) {
    if (entries.stream().noneMatch(other -> other.text().equals(entry.text()))) {
      entries.add(entry);
    }
  }

  void draw(List<Mark> marks) {
    for (Placed place : placed) {
      swatch(place.entry(), place.x(), place.baseline(), marks);
      marks.add(
          new Mark.Label(
              "words",
              place.x() + place.entry().swatch().width,
              place.baseline(),
              place.entry().text()));
    }
  }

  private static void swatch(Entry entry, double x, double base, List<Mark> marks) {
    switch (entry.swatch()) {
      case BARS ->
          marks.add(
              ticks(
                  "tick " + entry.style(),
                  Column.of(x + 2, x + 7, x + 12),
                  Column.of(base - 4, base - 8, base - 11),
                  Column.of(base + 1, base - 3, base - 6)));
      case STEPS ->
          marks.add(
              new Mark.Polyline(
                  "line " + entry.style(),
                  Column.of(x, x + 9, x + 9, x + 18),
                  Column.of(base, base, base - 8, base - 8)));
      case HOLLOW -> {
        boolean unmapped = entry.style().equals("unmapped");
        String outer = unmapped ? "unmapped" : "hollow neutral";
        String inner = unmapped ? "unmappedCore" : "core";
        Column middle = Column.of(x + 4);
        marks.add(ticks(outer, middle, Column.of(base - 10), Column.of(base + 2)));
        marks.add(ticks(inner, middle, Column.of(base - 9), Column.of(base + 1)));
      }
      case FOOTED -> {
        marks.add(
            new Mark.Links(
                "foot neutral",
                Column.of(x),
                Column.of(x + 8),
                Column.of(base + 0.5),
                Column.of(0)));
        marks.add(
            ticks("tick neutral", Column.of(x + 8), Column.of(base - 9), Column.of(base + 1)));
      }
      case BOX -> marks.add(new Mark.Band(entry.style(), x, base - 10, 16, 12, ""));
      case DOT -> {
        Column middle = Column.of(base - 4);
        marks.add(ticks(entry.style(), Column.of(x + 5), middle, middle));
      }
      case NONE -> {}
      case GLYPH -> {
        PointMarks.draw(
            new Layer.Point(0, 0, 0, entry.glyph(), entry.style(), ""), x + 7, base - 4, marks);
      }
    }
  }

  private static Mark ticks(String style, Column x, Column from, Column to) {
    Column.Builder none = new Column.Builder();
    for (int i = 0; i < x.size(); i++) {
      none.add(0);
    }
    return new Mark.Ticks(style, x, from, to, none.build(), "");
  }
}
