package org.mptcpscope.core.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lays the plots of a figure below each other. */
final class Stack {
  private Stack() {}

  /** A laid out panel, and how far down it begins. */
  private record Placed(Scene scene, double top) {}

  static Scene of(Figure figure, double width, double height, Span time) {
    double shares = figure.panels().stream().mapToDouble(Figure.Panel::share).sum();
    Span shown = time == null ? Viewport.whole(figure.first(), width, height).x() : time;
    List<Viewport> views = new ArrayList<>();
    double labels = 0;
    for (Figure.Panel panel : figure.panels()) {
      Viewport view =
          new Viewport(
              width,
              Math.round(height * panel.share() / shares),
              shown,
              Fit.vertical(panel.spec(), shown),
              views.isEmpty() ? Viewport.Around.ALL : Viewport.Around.PANEL,
              Viewport.FILE_BUDGET / figure.panels().size());
      views.add(view);
      labels = Math.max(labels, Layout.labelWidth(panel.spec(), view));
    }
    List<Placed> placed = new ArrayList<>();
    double top = 0;
    for (int i = 0; i < views.size(); i++) {
      PlotSpec spec = figure.panels().get(i).spec();
      placed.add(new Placed(Layout.of(spec, views.get(i), Selection.NONE, labels), top));
      top += views.get(i).height();
    }
    List<Mark> marks = new ArrayList<>();
    placed.forEach(
        each -> each.scene().marks().forEach(mark -> marks.add(lower(mark, each.top()))));
    Scene first = placed.getFirst().scene();
    return new Scene(
        width,
        top,
        first.title(),
        first.summary(),
        first.x(),
        first.y(),
        marks,
        (px, py, radius) -> probe(placed, px, py, radius));
  }

  private static Optional<Scene.Hit> probe(
      List<Placed> placed, double px, double py, double radius) {
    for (Placed each : placed.reversed()) {
      if (py >= each.top()) {
        return each.scene()
            .probe()
            .at(px, py - each.top(), radius)
            .map(
                hit ->
                    new Scene.Hit(
                        hit.role(), hit.frame(), hit.text(), hit.x(), hit.y() + each.top()));
      }
    }
    return Optional.empty();
  }

  /** Returns a mark some pixels further down. */
  private static Mark lower(Mark mark, double by) {
    if (by == 0) {
      return mark;
    }
    return switch (mark) {
      case Mark.Polyline m -> new Mark.Polyline(m.style(), m.x(), lower(m.y(), by));
      case Mark.Ticks m ->
          new Mark.Ticks(
              m.style(), m.x(), lower(m.y1(), by), lower(m.y2(), by), m.frame(), m.title());
      case Mark.Links m -> new Mark.Links(m.style(), m.x1(), m.x2(), lower(m.y(), by), m.frame());
      case Mark.Label m -> new Mark.Label(m.style(), m.x(), m.y() + by, m.text());
      case Mark.Band m ->
          new Mark.Band(m.style(), m.x(), m.y() + by, m.width(), m.height(), m.title());
      case Mark.Area m -> new Mark.Area(m.style(), m.x(), lower(m.y(), by), m.title());
      case Mark.Glyphs m ->
          new Mark.Glyphs(m.style(), m.shape(), m.x(), lower(m.y(), by), m.frame(), m.title());
      case Mark.Clip m ->
          new Mark.Clip(
              m.x(),
              m.y() + by,
              m.width(),
              m.height(),
              m.marks().stream().map(inner -> lower(inner, by)).toList());
    };
  }

  private static Column lower(Column column, double by) {
    Column.Builder moved = new Column.Builder();
    for (int i = 0; i < column.size(); i++) {
      moved.add(column.get(i) + by);
    }
    return moved.build();
  }
}
