package org.mptcpscope.core.plot.png;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import org.mptcpscope.core.plot.Painter;
import org.mptcpscope.core.plot.Scene;
import org.mptcpscope.core.plot.Theme;

/** Draws a scene as a PNG file, without a display and without fonts of the system. */
public final class PngPainter implements Painter<byte[]> {
  private final double scale;

  /** Makes a painter whose pictures have {@code scale} dots per pixel of the scene. */
  public PngPainter(double scale) {
    this.scale = scale;
  }

  @Override
  public byte[] paint(Scene scene, Theme theme) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    // The default is a file in the temporary folder.
    ImageIO.setUseCache(false);
    try {
      ImageIO.write(image(scene, theme), "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** Draws a scene into an image. */
  BufferedImage image(Scene scene, Theme theme) {
    int width = (int) Math.ceil(scene.width() * scale);
    int height = (int) Math.ceil(scene.height() * scale);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    try {
      graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      graphics.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      graphics.setRenderingHint(
          RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
      graphics.setRenderingHint(
          RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
      graphics.scale(scale, scale);
      new MarkDrawer(graphics, theme).draw(scene.marks());
    } finally {
      graphics.dispose();
    }
    return image;
  }
}
