package org.mptcpscope.gui.paint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
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
  private final GraphicsContext canvas;
  private final Map<Face, Map<Double, Font>> fonts = new HashMap<>();
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
      case Mark.Polyline line -> {
        path(line.x(), line.y());
        stroke(look);
      }
      case Mark.Ticks ticks -> {
        lines(ticks.x(), ticks.y1(), ticks.x(), ticks.y2());
        stroke(look);
      }
      case Mark.Links links -> {
        lines(links.x1(), links.y(), links.x2(), links.y());
        stroke(look);
      }
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
    int colour = look.hatch().getAsInt();
    canvas.save();
    canvas.beginPath();
    canvas.rect(band.x(), band.y(), band.width(), band.height());
    canvas.clip();
    canvas.setFill(colour(colour, look.wash()));
    canvas.fillRect(band.x(), band.y(), band.width(), band.height());
    canvas.setStroke(colour(colour, look.hatchOpacity()));
    canvas.setLineWidth(look.hatchWidth());
    double angle = Math.toRadians(look.hatchAngle());
    double normalX = Math.cos(angle);
    double normalY = Math.sin(angle);
    double centreX = band.x() + band.width() / 2;
    double centreY = band.y() + band.height() / 2;
    double middle = centreX * normalX + centreY * normalY;
    double along = centreY * normalX - centreX * normalY;
    double reach = Math.hypot(band.width(), band.height()) / 2;
    double spacing = look.hatchSpacing();
    // The lines stand where they would stand in the whole picture, so that boxes match.
    double first = Math.floor((middle - reach) / spacing) * spacing + spacing / 2;
    for (double at = first; at <= middle + reach; at += spacing) {
      double x = normalX * at - normalY * along;
      double y = normalY * at + normalX * along;
      canvas.strokeLine(
          x + normalY * reach, y - normalX * reach, x - normalY * reach, y + normalX * reach);
    }
    canvas.restore();
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
      halo(look);
      canvas.strokeText(label.text(), x, label.y());
    }
    if (look.fill().isPresent()) {
      canvas.setFill(colour(look.fill().getAsInt(), 1));
      canvas.fillText(label.text(), x, label.y());
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
