package org.mptcpscope.gui.paint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.paint.ImagePattern;
import javafx.scene.shape.StrokeLineCap;
import javafx.scene.shape.StrokeLineJoin;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;
import org.mptcpscope.core.plot.Column;
import org.mptcpscope.core.plot.Face;
import org.mptcpscope.core.plot.Glyph;
import org.mptcpscope.core.plot.Look;
import org.mptcpscope.core.plot.Mark;
import org.mptcpscope.core.plot.Painter;
import org.mptcpscope.core.plot.Scene;
import org.mptcpscope.core.plot.TextWidth;
import org.mptcpscope.core.plot.Theme;

/** Draws a scene on a canvas, in the bundled fonts. */
public final class CanvasPainter implements Painter<GraphicsContext> {
  private static final int RIM = 8;

  private final GraphicsContext canvas;
  private final Map<Face, Map<Double, Font>> fonts = new HashMap<>();
  private final Map<String, ImagePattern> hatches = new HashMap<>();
  private Theme theme = Theme.LIGHT;

  /** Draws on this canvas. */
  public CanvasPainter(GraphicsContext canvas) {
    this.canvas = canvas;
  }

  @Override
  public GraphicsContext paint(Scene scene, Theme colours) {
    theme = colours;
    canvas.save();
    canvas.setTextAlign(TextAlignment.LEFT);
    draw(scene.marks());
    canvas.restore();
    return canvas;
  }

  private void draw(List<Mark> marks) {
    for (Mark mark : marks) {
      if (mark instanceof Mark.Clip clip) {
        canvas.save();
        canvas.beginPath();
        canvas.rect(clip.x(), clip.y(), clip.width(), clip.height());
        canvas.clip();
        draw(clip.marks());
        canvas.restore();
      } else {
        Look look = theme.look(mark.style());
        canvas.setGlobalAlpha(look.opacity());
        draw(mark, look);
        canvas.setGlobalAlpha(1);
      }
    }
  }

  private void draw(Mark mark, Look look) {
    switch (mark) {
      case Mark.Polyline line -> polyline(line, look);
      case Mark.Ticks ticks -> ticks(ticks, look);
      case Mark.Links links -> links(links, look);
      case Mark.Label label -> label(label, look);
      case Mark.Band band -> band(band, look);
      case Mark.Area area -> {
        path(area.x(), area.y());
        canvas.closePath();
        fill(look);
        stroke(look);
      }
      case Mark.Glyphs glyphs -> glyphs(glyphs, look);
      case Mark.Clip clip -> draw(clip.marks());
    }
  }

  private void polyline(Mark.Polyline line, Look look) {
    // The small steps of a solid line would overlap and look bold; dashes are what is slow.
    boolean dashed = look.stroke().isPresent() && !look.dash().isEmpty();
    if (dashed && StraightLines.isStraight(line.x(), line.y())) {
      straight(look).line(line.x(), line.y());
    } else {
      path(line.x(), line.y());
      stroke(look);
    }
  }

  private void ticks(Mark.Ticks ticks, Look look) {
    if (look.roundCaps()) {
      lines(ticks.x(), ticks.y1(), ticks.x(), ticks.y2());
      stroke(look);
    } else if (look.stroke().isPresent()) {
      StraightLines lines = straight(look);
      for (int i = 0; i < ticks.x().size(); i++) {
        lines.upright(ticks.x().get(i), ticks.y1().get(i), ticks.y2().get(i));
      }
    }
  }

  private void links(Mark.Links links, Look look) {
    if (look.stroke().isPresent()) {
      StraightLines lines = straight(look);
      for (int i = 0; i < links.y().size(); i++) {
        lines.level(links.y().get(i), links.x1().get(i), links.x2().get(i));
      }
    }
  }

  private StraightLines straight(Look look) {
    return new StraightLines(canvas, look, colour(look.stroke().getAsInt(), 1));
  }

  private void path(Column x, Column y) {
    canvas.beginPath();
    for (int i = 0; i < x.size(); i++) {
      if (i == 0) {
        canvas.moveTo(x.get(i), y.get(i));
      } else {
        canvas.lineTo(x.get(i), y.get(i));
      }
    }
  }

  private void lines(Column x1, Column y1, Column x2, Column y2) {
    canvas.beginPath();
    for (int i = 0; i < x1.size(); i++) {
      canvas.moveTo(x1.get(i), y1.get(i));
      canvas.lineTo(x2.get(i), y2.get(i));
    }
  }

  private void stroke(Look look) {
    if (look.stroke().isEmpty()) {
      return;
    }
    canvas.setStroke(colour(look.stroke().getAsInt(), 1));
    canvas.setLineWidth(look.width());
    canvas.setLineCap(look.roundCaps() ? StrokeLineCap.ROUND : StrokeLineCap.BUTT);
    canvas.setLineJoin(StrokeLineJoin.MITER);
    canvas.setLineDashes(look.dash().stream().mapToDouble(Double::doubleValue).toArray());
    canvas.stroke();
    canvas.setLineDashes();
  }

  private void fill(Look look) {
    if (look.fill().isPresent()) {
      canvas.setFill(colour(look.fill().getAsInt(), 1));
      canvas.fill();
    }
  }

  private void band(Mark.Band band, Look look) {
    double round = 2 * look.radius();
    if (look.fill().isPresent()) {
      canvas.setFill(colour(look.fill().getAsInt(), 1));
      canvas.fillRoundRect(band.x(), band.y(), band.width(), band.height(), round, round);
    }
    if (look.hatch().isPresent()) {
      hatch(band, look);
    }
    if (look.stroke().isPresent()) {
      canvas.setStroke(colour(look.stroke().getAsInt(), 1));
      canvas.setLineWidth(look.width());
      canvas.strokeRoundRect(band.x(), band.y(), band.width(), band.height(), round, round);
    }
  }

  private void hatch(Mark.Band band, Look look) {
    canvas.setFill(
        hatches.computeIfAbsent(
            band.style() + theme.name(), _ -> Hatch.of(look, colour(look.hatch().getAsInt(), 1))));
    canvas.fillRect(band.x(), band.y(), band.width(), band.height());
  }

  private void label(Mark.Label label, Look look) {
    double width = TextWidth.of(label.text(), look.face(), look.size());
    double x =
        switch (look.anchor()) {
          case START -> label.x();
          case MIDDLE -> label.x() - width / 2;
          case END -> label.x() - width;
        };
    canvas.setFont(font(look.face(), look.size()));
    if (look.halo().isPresent()) {
      rim(label, x, look);
    }
    if (look.fill().isPresent()) {
      canvas.setFill(colour(look.fill().getAsInt(), 1));
      canvas.fillText(label.text(), x, label.y());
    }
  }

  /** Text around itself: glyphs come from a cache, strokes of their outlines do not. */
  private void rim(Mark.Label label, double x, Look look) {
    canvas.setFill(colour(look.halo().getAsInt(), 1));
    double reach = look.haloWidth() / 2;
    for (int step = 0; step < RIM; step++) {
      double angle = 2 * Math.PI * step / RIM;
      canvas.fillText(
          label.text(), x + reach * Math.cos(angle), label.y() + reach * Math.sin(angle));
    }
  }

  private void halo(Look look) {
    canvas.setStroke(colour(look.halo().getAsInt(), 1));
    canvas.setLineWidth(look.haloWidth());
    canvas.setLineCap(StrokeLineCap.ROUND);
    canvas.setLineJoin(StrokeLineJoin.ROUND);
  }

  private void glyphs(Mark.Glyphs glyphs, Look look) {
    Pen pen = new Pen(canvas);
    for (int i = 0; i < glyphs.x().size(); i++) {
      canvas.beginPath();
      glyphs.shape().trace(glyphs.x().get(i), glyphs.y().get(i), pen);
      if (look.halo().isPresent()) {
        halo(look);
        canvas.stroke();
      }
      fill(look);
      stroke(look);
    }
  }

  private Font font(Face face, double size) {
    return fonts
        .computeIfAbsent(face, _ -> new HashMap<>())
        .computeIfAbsent(size, points -> loaded(face, points));
  }

  private static Font loaded(Face face, double size) {
    try (var in = face.open()) {
      return Font.loadFont(in, size);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Color colour(int rgb, double opacity) {
    return Color.rgb(rgb >> 16 & 0xff, rgb >> 8 & 0xff, rgb & 0xff, opacity);
  }

  private record Pen(GraphicsContext canvas) implements Glyph.Pen {
    @Override
    public void moveTo(double x, double y) {
      canvas.moveTo(x, y);
    }

    @Override
    public void lineTo(double x, double y) {
      canvas.lineTo(x, y);
    }

    @Override
    public void curveTo(double x1, double y1, double x2, double y2, double x, double y) {
      canvas.bezierCurveTo(x1, y1, x2, y2, x, y);
    }

    @Override
    public void close() {
      canvas.closePath();
    }
  }
}
