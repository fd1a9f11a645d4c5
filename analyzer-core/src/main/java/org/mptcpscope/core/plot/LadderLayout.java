package org.mptcpscope.core.plot;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Places a ladder: a lifeline per address, a row per segment, a low row per pause. */
final class LadderLayout {
  private static final double MARGIN = 24;
  private static final double HEAD = 104;
  private static final double ROW = 28;
  private static final double PAUSE_ROW = 18;
  private static final long PAUSE = 50_000_000L;
  private static final double NUMBERS = 190;
  private static final double JUDGEMENT = 250;
  private static final double LEAST_ARROWS = 420;
  private static final double LIFELINES_APART = 84;
  private static final double FLAGS_PADDING = 5;
  private static final int MOST_LETTERS = 40;

  private final Ladder ladder;
  private final double width;
  private final List<Mark> behind = new ArrayList<>();
  private final List<Mark> lines = new ArrayList<>();
  private final List<Mark> above = new ArrayList<>();
  private final List<Scene.Hit> hits = new ArrayList<>();

  /** For each end of a subflow where its lifeline was last seen alive: side, address, subflow. */
  private final Map<String, double[]> alive = new HashMap<>();

  private double y = HEAD;

  LadderLayout(Ladder ladder, double width) {
    this.ladder = ladder;
    this.width = Math.max(width, NUMBERS + JUDGEMENT + LEAST_ARROWS);
  }

  Scene scene() {
    head();
    long last = Long.MIN_VALUE;
    for (Ladder.Row row : ladder.rows()) {
      if (last != Long.MIN_VALUE && row.time() - last > PAUSE) {
        pause(row.time() - last);
      }
      row(row);
      last = row.time();
    }
    if (ladder.omitted() > 0) {
      above.add(
          new Mark.Label(
              "words muted",
              MARGIN,
              y + 18,
              Numbers.grouped(ladder.omitted()) + " more rows are left out"));
      y += ROW;
    }
    double bottom = y + 8;
    lifelines(bottom);
    alive.forEach(this::alive);
    double height = bottom + MARGIN / 2;
    List<Mark> marks = new ArrayList<>();
    marks.add(new Mark.Band("page", 0, 0, width, height, ""));
    marks.addAll(behind);
    marks.addAll(lines);
    marks.addAll(above);
    Scale rows = new Scale(new Span(0, Math.max(1, ladder.rows().size())), HEAD, bottom);
    return new Scene(
        width,
        height,
        ladder.title() + ". " + ladder.subtitle(),
        Numbers.grouped(ladder.rows().size()) + " rows.",
        new Scale(new Span(0, 1), left(0), right(0)),
        rows,
        marks,
        this::probe);
  }

  private Optional<Scene.Hit> probe(double px, double py, double radius) {
    return hits.stream().filter(hit -> Math.abs(hit.y() - py) <= ROW / 2).findFirst();
  }

  private double left(int address) {
    return NUMBERS + 36 + LIFELINES_APART * (ladder.left().size() - 1 - address);
  }

  private double right(int address) {
    return width - JUDGEMENT - 36 - LIFELINES_APART * (ladder.right().size() - 1 - address);
  }

  private void head() {
    above.add(new Mark.Label("words title", MARGIN, 30, ladder.title()));
    above.add(new Mark.Label("words muted", MARGIN, 49, ladder.subtitle()));
    above.add(new Mark.Label("words num muted end", MARGIN + 60, HEAD - 14, "frame"));
    above.add(new Mark.Label("words num muted end", NUMBERS - 24, HEAD - 14, "time (s)"));
    above.add(new Mark.Label("words strong middle", left(0), HEAD - 30, "A  initiator"));
    above.add(new Mark.Label("words strong middle", right(0), HEAD - 30, "B  listener"));
    for (int i = 0; i < ladder.left().size(); i++) {
      address(left(i), ladder.left().get(i), i);
    }
    for (int i = 0; i < ladder.right().size(); i++) {
      address(right(i), ladder.right().get(i), i);
    }
  }

  /** Neighbours' addresses stand on two lines, where they would touch. */
  private void address(double x, String text, int index) {
    above.add(new Mark.Label("words num muted middle", x, HEAD - (index % 2 == 0 ? 14 : 4), text));
  }

  private void lifelines(double bottom) {
    List<Double> all = new ArrayList<>();
    for (int i = 0; i < ladder.left().size(); i++) {
      all.add(left(i));
    }
    for (int i = 0; i < ladder.right().size(); i++) {
      all.add(right(i));
    }
    for (double x : all) {
      behind.add(
          new Mark.Polyline(
              "lifeline", Column.of(Axes.hair(x), Axes.hair(x)), Column.of(HEAD, bottom)));
    }
  }

  private void pause(long length) {
    behind.add(new Mark.Band("rowPause", 0, y, width, PAUSE_ROW, ""));
    above.add(
        new Mark.Label(
            "words num muted end", NUMBERS - 24, y + 13, "+" + Numbers.seconds(length, 3)));
    y += PAUSE_ROW;
  }

  private void row(Ladder.Row row) {
    String ground =
        switch (row.weight()) {
          case ERROR -> "rowError";
          case WARNING -> "rowWarning";
          default -> "";
        };
    if (!ground.isEmpty()) {
      behind.add(new Mark.Band(ground, 0, y, width, ROW, row.judgement()));
    }
    above.add(new Mark.Label("words num end", MARGIN + 60, y + 18, row.frames()));
    above.add(
        new Mark.Label(
            "words num muted end", NUMBERS - 24, y + 18, Numbers.seconds(row.time(), 6)));
    double from = row.rightward() ? left(row.from()) : right(row.to());
    double to = row.rightward() ? right(row.to()) : left(row.from());
    double level = Axes.hair(y + ROW - 7);
    arrow(row, from, to, level);
    text(row, (left(row.from()) + right(row.to())) / 2);
    judgement(row, from, level);
    live("L" + row.from() + "." + row.subflow(), left(row.from()));
    live("R" + row.to() + "." + row.subflow(), right(row.to()));
    hits.add(new Scene.Hit(Role.SIGNAL, row.frame(), row.text(), (from + to) / 2, y + ROW / 2));
    y += ROW;
  }

  private void live(String end, double x) {
    double[] seen = alive.computeIfAbsent(end, _ -> new double[] {x, y + ROW - 7, 0});
    seen[2] = y + ROW - 4;
  }

  private void alive(String end, double[] seen) {
    int subflow = Integer.parseInt(end.substring(end.indexOf('.') + 1));
    behind.add(
        new Mark.Polyline(
            "alive " + Theme.subflow(subflow),
            Column.of(seen[0], seen[0]),
            Column.of(seen[1], seen[2])));
  }

  private void arrow(Ladder.Row row, double from, double to, double level) {
    String colour = Theme.subflow(row.subflow());
    int dash = Math.floorMod(row.subflow(), 8);
    double back = row.rightward() ? -6 : 6;
    lines.add(
        new Mark.Polyline(
            "arrow " + colour + (dash == 0 ? "" : " dashed" + dash),
            Column.of(from, to + back),
            Column.of(level, level)));
    Glyph head = row.rightward() ? Glyph.HEAD_RIGHT : Glyph.HEAD_LEFT;
    lines.add(
        new Mark.Glyphs(
            (row.reset() ? "arrowEnd " : "arrowHead ") + colour,
            row.reset() ? Glyph.CROSS : head,
            Column.of(row.reset() ? to + back / 2 : to - Math.signum(to - from)),
            Column.of(level),
            Column.of(row.frame()),
            ""));
  }

  private void text(Ladder.Row row, double middle) {
    Look words = Theme.LIGHT.look("words");
    Look small = Theme.LIGHT.look("words small muted");
    String said = shortened(row.text(), 96);
    double flags = row.flags().isEmpty() ? 0 : TextWidth.of(row.flags(), small) + 2 * FLAGS_PADDING;
    double all = flags + (flags > 0 ? 8 : 0) + TextWidth.of(said, words);
    double x = middle - all / 2;
    if (flags > 0) {
      above.add(new Mark.Band("flags", x, y + 4, flags, 14, ""));
      above.add(new Mark.Label("words small muted", x + FLAGS_PADDING, y + 15, row.flags()));
      x += flags + 8;
    }
    above.add(new Mark.Label("words haloed", x, y + 15, said));
  }

  private void judgement(Ladder.Row row, double from, double level) {
    if (row.weight() == Ladder.Weight.NOTHING) {
      return;
    }
    Glyph glyph =
        switch (row.weight()) {
          case ERROR -> Glyph.OCTAGON;
          case WARNING -> Glyph.TRIANGLE;
          default -> Glyph.CIRCLE;
        };
    String style = row.weight().name().toLowerCase(Locale.ROOT);
    double beside = row.rightward() ? from - 16 : from + 16;
    PointMarks.draw(
        new Layer.Point(0, 0, row.frame(), glyph, "finding " + style, row.judgement()),
        beside,
        level - 3,
        above);
    above.add(
        new Mark.Label(
            "words strong",
            width - JUDGEMENT + 24,
            y + 18,
            shortened(row.judgement(), MOST_LETTERS)));
  }

  private static String shortened(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most - 1) + "…";
  }
}
