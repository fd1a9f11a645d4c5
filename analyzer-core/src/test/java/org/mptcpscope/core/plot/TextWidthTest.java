package org.mptcpscope.core.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mptcpscope.core.plot.png.PngFonts;

class TextWidthTest {
  private static final int[][] RANGES = {
    {0x20, 0x7e}, {0xa0, 0xff}, {0x2009, 0x2009}, {0x2010, 0x2026}, {0x2039, 0x203a},
    {0x2190, 0x2193}, {0x2206, 0x2206}, {0x2212, 0x2212}, {0x0394, 0x0394}, {0x03bc, 0x03bc}
  };

  /** The table is generated: this test writes it with {@code -Dmptcpscope.update=true}. */
  @Test
  void tableIsThatOfTheFonts() throws IOException {
    StringBuilder table = new StringBuilder("# face, first character, advances; generated\n");
    for (Face face : Face.values()) {
      try (InputStream in = face.open()) {
        SfntAdvances font = new SfntAdvances(in.readAllBytes());
        table.append(face).append(" em ").append(font.unitsPerEm()).append('\n');
        for (int[] range : RANGES) {
          runs(table, face, font, range);
        }
      }
    }
    Goldens.check(table.toString(), Goldens.source("widths.txt"));
  }

  private static void runs(StringBuilder table, Face face, SfntAdvances font, int[] range) {
    boolean open = false;
    for (int c = range[0]; c <= range[1]; c++) {
      int advance = font.advance(c);
      if (advance < 0) {
        table.append(open ? "\n" : "");
        open = false;
        continue;
      }
      if (!open) {
        table.append(face).append(' ').append(Integer.toHexString(c));
        open = true;
      }
      table.append(' ').append(advance);
    }
    table.append(open ? "\n" : "");
  }

  @ParameterizedTest
  @EnumSource
  void agreesWithJava2d(Face face) {
    FontRenderContext exact = new FontRenderContext(null, true, true);
    Font font = PngFonts.of(face, 12);
    for (String text :
        new String[] {
          "DSN sequence, A → B",
          "connection 0, MPTCP v1: initiator A 10.0.1.1",
          "1\u2009000\u2009000",
          "‹ 5 › × 0x76 – µs “Data ACK”",
          "ABCDEFGHIJKLMNOPQRSTUVWXYZ abcdefghijklmnopqrstuvwxyz 0123456789 !\"#$%&'()*+,-./"
        }) {
      assertThat(TextWidth.of(text, face, 12))
          .as(face + " " + text)
          .isCloseTo(
              font.createGlyphVector(exact, text).getLogicalBounds().getWidth(), within(0.5));
    }
  }

  @Test
  void growsWithTheSize() {
    assertThat(TextWidth.of("frame", Face.INTER_REGULAR, 24))
        .isCloseTo(2 * TextWidth.of("frame", Face.INTER_REGULAR, 12), within(1e-9));
  }

  @Test
  void digitsOfNumbersStandInColumns() {
    assertThat(TextWidth.of("1 111", Face.MONO_REGULAR, 11))
        .isEqualTo(TextWidth.of("8 888", Face.MONO_REGULAR, 11));
  }
}
