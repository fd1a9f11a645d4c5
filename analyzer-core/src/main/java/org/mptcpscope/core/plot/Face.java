package org.mptcpscope.core.plot;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The bundled fonts, both under the SIL Open Font License; {@code fonts/OFL.txt} has the text. */
public enum Face {
  /** Words. */
  INTER_REGULAR("Inter", 400, "Inter-Regular.otf"),
  /** Words between regular and strong. */
  INTER_MEDIUM("Inter Medium", 500, "Inter-Medium.otf"),
  /** Titles. */
  INTER_SEMIBOLD("Inter Semi Bold", 600, "Inter-SemiBold.otf"),
  /** Numbers, addresses, octets. */
  MONO_REGULAR("JetBrains Mono", 400, "JetBrainsMono-Regular.ttf"),
  /** Numbers that stand out. */
  MONO_MEDIUM("JetBrains Mono Medium", 500, "JetBrainsMono-Medium.ttf");

  private final String family;
  private final int weight;
  private final String file;

  Face(String family, int weight, String file) {
    this.family = family;
    this.weight = weight;
    this.file = file;
  }

  /** Returns the family name that the font file gives, by which a toolkit finds a loaded face. */
  public String family() {
    return family;
  }

  /** Returns the weight, 400 to 600. */
  public int weight() {
    return weight;
  }

  /** Returns the name of the font file, without a folder. */
  public String file() {
    return file;
  }

  /** Opens the font file; the caller closes it. */
  public InputStream open() {
    InputStream in = Face.class.getResourceAsStream("fonts/" + file);
    if (in == null) {
      throw new UncheckedIOException(new IOException("font is not bundled: " + file));
    }
    return in;
  }

  static Face of(String font, int weight) {
    if (font.equals("numbers")) {
      return weight >= 500 ? MONO_MEDIUM : MONO_REGULAR;
    }
    return weight >= 600 ? INTER_SEMIBOLD : weight >= 500 ? INTER_MEDIUM : INTER_REGULAR;
  }
}
