package org.mptcpscope.core.plot;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * How wide text is, without a toolkit: advance widths of the bundled fonts, generated from them
 * into {@code widths.txt}. Kerning is left out.
 */
public final class TextWidth {
  private static final Map<Face, Map<Integer, Integer>> ADVANCES = read();

  private TextWidth() {}

  /** Returns the width of a line of text in pixels, at a size in pixels per em. */
  public static double of(String text, Face face, double size) {
    Map<Integer, Integer> advances = ADVANCES.get(face);
    int unitsPerEm = advances.get(-1);
    int otherwise = advances.get((int) 'n');
    long units = text.codePoints().mapToLong(c -> advances.getOrDefault(c, otherwise)).sum();
    return units * size / unitsPerEm;
  }

  /** Returns the width of text in a look. */
  static double of(String text, Look look) {
    return of(text, look.face(), look.size());
  }

  private static Map<Face, Map<Integer, Integer>> read() {
    Map<Face, Map<Integer, Integer>> faces = new EnumMap<>(Face.class);
    for (String line : text().lines().filter(line -> !line.startsWith("#")).toList()) {
      String[] words = line.split(" ", -1);
      Map<Integer, Integer> advances =
          faces.computeIfAbsent(Face.valueOf(words[0]), face -> new HashMap<>());
      if (words[1].equals("em")) {
        advances.put(-1, Integer.valueOf(words[2]));
        continue;
      }
      int character = Integer.parseInt(words[1], 16);
      for (int i = 2; i < words.length; i++) {
        advances.put(character + i - 2, Integer.valueOf(words[i]));
      }
    }
    return faces;
  }

  private static String text() {
    try (InputStream in = TextWidth.class.getResourceAsStream("widths.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
