package org.mptcpscope.core.plot.png;

import java.awt.Font;
import org.mptcpscope.core.plot.Face;

/** Lets the tests of the package above ask for the fonts that PNG uses. */
public final class PngFonts {
  private PngFonts() {}

  /** Returns a face at a size in pixels per em. */
  @SuppressWarnings("exports") // seen by tests only
  public static Font of(Face face, double size) {
    return BundledFonts.of(face, size);
  }
}
