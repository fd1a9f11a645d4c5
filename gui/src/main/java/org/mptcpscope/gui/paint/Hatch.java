package org.mptcpscope.gui.paint;

import javafx.scene.image.PixelWriter;
import javafx.scene.image.WritableImage;
import javafx.scene.paint.Color;
import javafx.scene.paint.ImagePattern;
import org.mptcpscope.core.plot.Look;

/** A hatch as a tile that repeats: filling with it costs a tenth of stroking its lines. */
final class Hatch {
  /** Dots of the tile per side: about four per pixel. */
  private static final int DOTS = 40;

  private Hatch() {}

  /** Returns the pattern of a look that has a hatch; its lines go through the whole picture. */
  static ImagePattern of(Look look, Color colour) {
    double angle = Math.toRadians(look.hatchAngle());
    double normalX = Math.cos(angle);
    double normalY = Math.sin(angle);
    double spacing = look.hatchSpacing();
    // Lines at 45 degrees meet an axis at the diagonal of their distance.
    double side = spacing * Math.sqrt(2);
    double dot = side / DOTS;
    WritableImage tile = new WritableImage(DOTS, DOTS);
    PixelWriter out = tile.getPixelWriter();
    for (int row = 0; row < DOTS; row++) {
      for (int column = 0; column < DOTS; column++) {
        double along = (column + 0.5) * dot * normalX + (row + 0.5) * dot * normalY;
        double within = along - Math.floor(along / spacing) * spacing;
        double inside = look.hatchWidth() / 2 - Math.abs(within - spacing / 2);
        double covered = Math.clamp(0.5 + inside / dot, 0, 1) * look.hatchOpacity();
        double opacity = covered + look.wash() * (1 - covered);
        out.setColor(column, row, colour.deriveColor(0, 1, 1, opacity));
      }
    }
    return new ImagePattern(tile, 0, 0, side, side, false);
  }
}
