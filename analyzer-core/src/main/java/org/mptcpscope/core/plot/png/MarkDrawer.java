package org.mptcpscope.core.plot.png;

import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Composite;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.font.GlyphVector;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.util.List;
import org.mptcpscope.core.plot.Column;
import org.mptcpscope.core.plot.Glyph;
import org.mptcpscope.core.plot.Look;
import org.mptcpscope.core.plot.Mark;
import org.mptcpscope.core.plot.TextWidth;
import org.mptcpscope.core.plot.Theme;

/** Draws marks with Java2D. */
final class MarkDrawer {
  private final Graphics2D graphics;
  private final Theme theme;

  MarkDrawer(Graphics2D graphics, Theme theme) {
    this.graphics = graphics;
    this.theme = theme;
  }

  void draw(List<Mark> marks) {
    for (Mark mark : marks) {
      if (mark instanceof Mark.Clip clip) {
        Shape before = graphics.getClip();
        graphics.clip(new Rectangle2D.Double(clip.x(), clip.y(), clip.width(), clip.height()));
        draw(clip.marks());
        graphics.setClip(before);
      } else {
        draw(mark, theme.look(mark.style()));
      }
    }
  }

  private void draw(Mark mark, Look look) {
    Composite before = graphics.getComposite();
    if (look.opacity() < 1) {
      graphics.setComposite(
          AlphaComposite.getInstance(AlphaComposite.SRC_OVER, (float) look.opacity()));
    }
    switch (mark) {
      case Mark.Polyline line -> outline(path(line.x(), line.y()), look);
      case Mark.Ticks ticks -> outline(upright(ticks), look);
      case Mark.Links links -> outline(level(links), look);
      case Mark.Label label -> label(label, look);
      case Mark.Band band -> fill(rectangle(band, look), look);
      case Mark.Area area -> {
        Path2D path = path(area.x(), area.y());
        path.closePath();
        fill(path, look);
        outline(path, look);
      }
      case Mark.Glyphs glyphs -> glyphs(glyphs, look);
      case Mark.Clip clip -> draw(clip.marks());
    }
    graphics.setComposite(before);
  }

  private static Path2D path(Column x, Column y) {
    Path2D path = new Path2D.Double();
    for (int i = 0; i < x.size(); i++) {
      if (i == 0) {
        path.moveTo(x.get(i), y.get(i));
      } else {
        path.lineTo(x.get(i), y.get(i));
      }
    }
    return path;
  }

  private static Path2D upright(Mark.Ticks ticks) {
    Path2D path = new Path2D.Double();
    for (int i = 0; i < ticks.x().size(); i++) {
      path.moveTo(ticks.x().get(i), ticks.y1().get(i));
      path.lineTo(ticks.x().get(i), ticks.y2().get(i));
    }
    return path;
  }

  private static Path2D level(Mark.Links links) {
    Path2D path = new Path2D.Double();
    for (int i = 0; i < links.y().size(); i++) {
      path.moveTo(links.x1().get(i), links.y().get(i));
      path.lineTo(links.x2().get(i), links.y().get(i));
    }
    return path;
  }

  private static Shape rectangle(Mark.Band band, Look look) {
    double diameter = 2 * look.radius();
    return new RoundRectangle2D.Double(
        band.x(), band.y(), band.width(), band.height(), diameter, diameter);
  }

  private void outline(Shape shape, Look look) {
    if (look.stroke().isPresent()) {
      graphics.setColor(new Color(look.stroke().getAsInt()));
      graphics.setStroke(stroke(look));
      graphics.draw(shape);
    }
  }

  private static BasicStroke stroke(Look look) {
    int cap = look.roundCaps() ? BasicStroke.CAP_ROUND : BasicStroke.CAP_BUTT;
    List<Double> dash = look.dash();
    if (dash.isEmpty()) {
      return new BasicStroke((float) look.width(), cap, BasicStroke.JOIN_MITER);
    }
    float[] lengths = new float[dash.size()];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = dash.get(i).floatValue();
    }
    return new BasicStroke((float) look.width(), cap, BasicStroke.JOIN_MITER, 10, lengths, 0);
  }

  private void fill(Shape shape, Look look) {
    if (look.fill().isPresent()) {
      graphics.setColor(new Color(look.fill().getAsInt()));
      graphics.fill(shape);
    }
    if (look.hatch().isPresent()) {
      hatch(shape, new Color(look.hatch().getAsInt()), look);
    }
  }

  private void hatch(Shape shape, Color colour, Look look) {
    Shape before = graphics.getClip();
    graphics.clip(shape);
    Rectangle2D box = shape.getBounds2D();
    graphics.setColor(faded(colour, look.wash()));
    graphics.fill(box);
    graphics.setColor(faded(colour, look.hatchOpacity()));
    graphics.setStroke(new BasicStroke((float) look.hatchWidth()));
    double angle = Math.toRadians(look.hatchAngle());
    double normalX = Math.cos(angle);
    double normalY = Math.sin(angle);
    double middle = box.getCenterX() * normalX + box.getCenterY() * normalY;
    double reach = Math.hypot(box.getWidth(), box.getHeight()) / 2;
    double spacing = look.hatchSpacing();
    // The lines stand where they would stand in the whole picture, so that boxes match.
    double first = Math.floor((middle - reach) / spacing) * spacing + spacing / 2;
    double alongX = -normalY * reach;
    double alongY = normalX * reach;
    double foot = box.getCenterX() * alongX + box.getCenterY() * alongY;
    double along = foot / (reach * reach);
    for (double at = first; at <= middle + reach; at += spacing) {
      double x = normalX * at + alongX * along;
      double y = normalY * at + alongY * along;
      graphics.draw(new Line2D.Double(x - alongX, y - alongY, x + alongX, y + alongY));
    }
    graphics.setClip(before);
  }

  private static Color faded(Color colour, double opacity) {
    return new Color(
        colour.getRed(), colour.getGreen(), colour.getBlue(), (int) Math.round(255 * opacity));
  }

  private void label(Mark.Label label, Look look) {
    GlyphVector text =
        BundledFonts.of(look.face(), look.size())
            .createGlyphVector(graphics.getFontRenderContext(), label.text());
    double width = TextWidth.of(label.text(), look.face(), look.size());
    double x =
        switch (look.anchor()) {
          case START -> label.x();
          case MIDDLE -> label.x() - width / 2;
          case END -> label.x() - width;
        };
    if (look.halo().isPresent()) {
      rim(text.getOutline((float) x, (float) label.y()), look);
    }
    if (look.fill().isPresent()) {
      graphics.setColor(new Color(look.fill().getAsInt()));
      graphics.drawGlyphVector(text, (float) x, (float) label.y());
    }
  }

  private void rim(Shape shape, Look look) {
    graphics.setColor(new Color(look.halo().getAsInt()));
    graphics.setStroke(
        new BasicStroke((float) look.haloWidth(), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    graphics.draw(shape);
  }

  private void glyphs(Mark.Glyphs glyphs, Look look) {
    for (int i = 0; i < glyphs.x().size(); i++) {
      Path2D path = new Path2D.Double();
      glyphs.shape().trace(glyphs.x().get(i), glyphs.y().get(i), new PathPen(path));
      if (look.halo().isPresent()) {
        rim(path, look);
      }
      fill(path, look);
      outline(path, look);
    }
  }

  private record PathPen(Path2D path) implements Glyph.Pen {
    @Override
    public void moveTo(double x, double y) {
      path.moveTo(x, y);
    }

    @Override
    public void lineTo(double x, double y) {
      path.lineTo(x, y);
    }

    @Override
    public void curveTo(double x1, double y1, double x2, double y2, double x, double y) {
      path.curveTo(x1, y1, x2, y2, x, y);
    }

    @Override
    public void close() {
      path.closePath();
    }
  }
}
