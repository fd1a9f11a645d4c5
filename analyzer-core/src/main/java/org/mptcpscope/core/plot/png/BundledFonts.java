package org.mptcpscope.core.plot.png;

import java.awt.Font;
import java.awt.FontFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.mptcpscope.core.plot.Face;

/**
 * The bundled fonts as AWT fonts, on any machine.
 *
 * <p>On Linux AWT asks fontconfig for a font of each logical family before it loads even a font
 * from a file, and fails where fontconfig or all fonts are missing, as in a small container. It
 * asks nobody if it is given a font configuration file, so it is given one that names a bundled
 * font.
 */
final class BundledFonts {
  private static final String CONFIGURATION = "sun.awt.fontconfig";
  private static final String NAME = "-bundled-inter-medium-r-normal--*-%d-*-*-p-*-iso8859-1";
  private static final Map<Face, Font> FONTS = load();

  private BundledFonts() {}

  /** Returns a face at a size in pixels per em. */
  static Font of(Face face, double size) {
    return FONTS.get(face).deriveFont((float) size);
  }

  private static Map<Face, Font> load() {
    if (System.getProperty("java.awt.headless") == null) {
      System.setProperty("java.awt.headless", "true");
    }
    Map<Face, Font> fonts = new EnumMap<>(Face.class);
    try {
      boolean linux = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux");
      if (linux && System.getProperty(CONFIGURATION) == null) {
        System.setProperty(CONFIGURATION, writeConfiguration().toString());
      }
      for (Face face : Face.values()) {
        try (InputStream in = face.open()) {
          fonts.put(face, Font.createFont(Font.TRUETYPE_FONT, in));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (FontFormatException e) {
      throw new IllegalStateException("a bundled font is damaged", e);
    }
    return fonts;
  }

  private static Path writeConfiguration() throws IOException {
    Path folder = Files.createTempDirectory("mptcpscope-fonts");
    Path font = folder.resolve(Face.INTER_REGULAR.file());
    Path configuration = folder.resolve("fontconfig.properties");
    // Deleted last to first: the folder is empty when its turn comes.
    folder.toFile().deleteOnExit();
    font.toFile().deleteOnExit();
    configuration.toFile().deleteOnExit();
    try (InputStream in = Face.INTER_REGULAR.open()) {
      Files.copy(in, font);
    }
    StringBuilder text = new StringBuilder("version=1\nsequence.allfonts=latin-1\n");
    for (String family : List.of("serif", "sansserif", "monospaced", "dialog", "dialoginput")) {
      for (String style : List.of("plain", "bold", "italic", "bolditalic")) {
        text.append(family).append('.').append(style).append(".latin-1=").append(NAME).append('\n');
      }
    }
    text.append("filename.").append(NAME).append('=');
    text.append(font.toString().replace("\\", "\\\\")).append('\n');
    Files.writeString(configuration, text, StandardCharsets.ISO_8859_1);
    return configuration;
  }
}
