package org.mptcpscope.core.plot;

import java.awt.Font;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.mptcpscope.core.plot.png.PngPainter;

/** A program for a machine without fonts: draws a picture, or fails as AWT does there by itself. */
public final class DrawOnce {
  private DrawOnce() {}

  /** Writes the picture to the first argument; {@code plain} loads a font without our care. */
  public static void main(String[] args) throws Exception {
    if (args[0].equals("plain")) {
      try (InputStream in = Face.INTER_REGULAR.open()) {
        Font.createFont(Font.TRUETYPE_FONT, in);
      }
      return;
    }
    Files.write(Path.of(args[0]), picture());
  }

  static byte[] picture() {
    PlotSpec spec = DsnPlot.of(Samples.twoSubflows(), Samples.findings());
    Scene scene = Layout.of(spec, Viewport.whole(spec, 960, 560));
    return new PngPainter(1).paint(scene, Theme.LIGHT);
  }
}
