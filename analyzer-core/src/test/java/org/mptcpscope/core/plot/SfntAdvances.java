package org.mptcpscope.core.plot;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** Reads advance widths from a TrueType or OpenType file: tables head, hhea, hmtx and cmap. */
final class SfntAdvances {
  private static final int FORMAT_SEGMENTS = 4;

  private final ByteBuffer font;
  private final Map<String, Integer> tables = new HashMap<>();

  SfntAdvances(byte[] file) {
    font = ByteBuffer.wrap(file);
    int count = font.getShort(4);
    for (int i = 0; i < count; i++) {
      int at = 12 + 16 * i;
      String tag = new String(file, at, 4, java.nio.charset.StandardCharsets.US_ASCII);
      tables.put(tag, font.getInt(at + 8));
    }
  }

  int unitsPerEm() {
    return unsigned(tables.get("head") + 18);
  }

  /** Returns the advance of a character of the basic plane, or -1 if the font lacks it. */
  int advance(int character) {
    int glyph = glyph(character);
    if (glyph == 0) {
      return -1;
    }
    int metrics = unsigned(tables.get("hhea") + 34);
    return unsigned(tables.get("hmtx") + 4 * Math.min(glyph, metrics - 1));
  }

  private int glyph(int character) {
    int cmap = tables.get("cmap");
    int count = unsigned(cmap + 2);
    for (int i = 0; i < count; i++) {
      int sub = cmap + font.getInt(cmap + 4 + 8 * i + 4);
      if (unsigned(sub) == FORMAT_SEGMENTS) {
        return segment(sub, character);
      }
    }
    throw new IllegalStateException("no cmap of format 4");
  }

  private int segment(int sub, int character) {
    int twice = unsigned(sub + 6);
    for (int i = 0; i < twice; i += 2) {
      int end = unsigned(sub + 14 + i);
      if (end < character) {
        continue;
      }
      int start = unsigned(sub + 16 + twice + i);
      if (start > character) {
        return 0;
      }
      int delta = unsigned(sub + 16 + 2 * twice + i);
      int offsetAt = sub + 16 + 3 * twice + i;
      int offset = unsigned(offsetAt);
      if (offset == 0) {
        return (character + delta) & 0xffff;
      }
      int glyph = unsigned(offsetAt + offset + 2 * (character - start));
      return glyph == 0 ? 0 : (glyph + delta) & 0xffff;
    }
    return 0;
  }

  private int unsigned(int at) {
    return Short.toUnsignedInt(font.getShort(at));
  }
}
