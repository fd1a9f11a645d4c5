package org.mptcpscope.core.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mptcpscope.core.plot.png.PngPainter;

class PngPainterTest {
  private static final int WHITE = 0xffffff;

  @TempDir private Path folder;

  private static BufferedImage image(byte[] png) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(png));
  }

  /** Counts the pixels of a rectangle that are not ground. */
  private static int ink(BufferedImage image, int x, int y, int width, int height) {
    int ink = 0;
    for (int row = y; row < y + height; row++) {
      for (int column = x; column < x + width; column++) {
        ink += (image.getRGB(column, row) & WHITE) == WHITE ? 0 : 1;
      }
    }
    return ink;
  }

  @Test
  void drawsTextBarsAndGlyphs() throws IOException {
    BufferedImage image = image(DrawOnce.picture());
    assertThat(image.getWidth()).isEqualTo(960);
    assertThat(image.getHeight()).isEqualTo(560);
    assertThat(ink(image, 24, 18, 170, 16)).as("title").isBetween(400, 1500);
    assertThat(ink(image, 24, 38, 400, 14)).as("subtitle").isGreaterThan(400);
    // The colours of the first subflow, of the error and of the pin are there, not blends only.
    Set<Integer> colours = new HashSet<>();
    for (int y = 0; y < 560; y++) {
      for (int x = 0; x < 960; x++) {
        colours.add(image.getRGB(x, y) & WHITE);
      }
    }
    assertThat(colours)
        .contains(
            Theme.LIGHT.colour("subflow0"),
            Theme.LIGHT.colour("error"),
            Theme.LIGHT.colour("subflow1"),
            Theme.LIGHT.colour("panel"));
  }

  @Test
  void scaleMeansMorePixelsOfTheSamePicture() throws IOException {
    PlotSpec spec = DsnPlot.of(Samples.twoSubflows(), List.of());
    Scene scene = Layout.of(spec, Viewport.whole(spec, 480, 300));
    assertThat(image(new PngPainter(2).paint(scene, Theme.DARK)).getWidth()).isEqualTo(960);
  }

  /** The same picture, octet by octet, where neither fontconfig nor the system has a font. */
  @Test
  void needsNoFontsOfTheSystem() throws Exception {
    assumeThat(System.getProperty("os.name")).as("fontconfig is on Linux").contains("Linux");
    Path picture = folder.resolve("picture.png");
    assertThat(withoutFonts(picture.toString())).isZero();
    assertThat(Files.readAllBytes(picture)).isEqualTo(DrawOnce.picture());
  }

  /** Says whether the test above tests anything: AWT by itself fails in the same surroundings. */
  @Test
  void awtAloneWouldNeedThem() throws Exception {
    assumeThat(System.getProperty("os.name")).as("fontconfig is on Linux").contains("Linux");
    assertThat(withoutFonts("plain")).isNotZero();
  }

  private int withoutFonts(String argument) throws Exception {
    Path configuration = folder.resolve("no-fonts.conf");
    Files.writeString(configuration, "<?xml version=\"1.0\"?><fontconfig></fontconfig>");
    Path home = Files.createDirectories(folder.resolve("home"));
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Djava.awt.headless=true",
            "-Duser.home=" + home,
            "-Djava.io.tmpdir=" + folder,
            "-cp",
            System.getProperty("java.class.path"),
            DrawOnce.class.getName(),
            argument);
    builder.environment().put("FONTCONFIG_FILE", configuration.toString());
    builder.environment().put("HOME", home.toString());
    builder.environment().remove("DISPLAY");
    Process process =
        builder
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output.txt").toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }
}
