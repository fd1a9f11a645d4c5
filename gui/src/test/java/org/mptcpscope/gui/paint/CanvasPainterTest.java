package org.mptcpscope.gui.paint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import javafx.application.Platform;
import javafx.scene.Group;
import javafx.scene.SnapshotParameters;
import javafx.scene.canvas.Canvas;
import javafx.scene.image.WritableImage;
import javafx.scene.text.Font;
import javafx.scene.text.Text;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mptcpscope.core.TraceAnalyzer;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.capture.FrameSource;
import org.mptcpscope.core.plot.DsnCollector;
import org.mptcpscope.core.plot.DsnPlot;
import org.mptcpscope.core.plot.Face;
import org.mptcpscope.core.plot.Layout;
import org.mptcpscope.core.plot.PlotSpec;
import org.mptcpscope.core.plot.Scene;
import org.mptcpscope.core.plot.TextWidth;
import org.mptcpscope.core.plot.Theme;
import org.mptcpscope.core.plot.Viewport;
import org.mptcpscope.core.plot.png.PngPainter;
import org.mptcpscope.core.trace.TraceOptions;

/** The canvas shows what the files show, in the same fonts. */
class CanvasPainterTest {
  private static final int WIDTH = 960;
  private static final int HEIGHT = 560;

  @BeforeAll
  static void startToolkit() throws InterruptedException {
    Platform.setImplicitExit(false);
    CountDownLatch started = new CountDownLatch(1);
    try {
      Platform.startup(started::countDown);
    } catch (IllegalStateException e) {
      // Another test started it.
      started.countDown();
    }
    assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();
  }

  private static <T> T onFxThread(Callable<T> work) throws Exception {
    FutureTask<T> task = new FutureTask<>(work);
    Platform.runLater(task);
    return task.get(30, TimeUnit.SECONDS);
  }

  /** The table of widths, by which text is placed, agrees with what JavaFX draws. */
  @ParameterizedTest
  @EnumSource
  void textIsAsWideAsTheTableSays(Face face) throws Exception {
    for (String words :
        List.of("DSN sequence, A → B", "10.0.1.1", "0x76b5", "Data ACK stands still")) {
      double drawn =
          onFxThread(
              () -> {
                try (InputStream in = face.open()) {
                  Text text = new Text(words);
                  text.setFont(Font.loadFont(in, 12));
                  return text.getLayoutBounds().getWidth();
                }
              });
      assertThat(drawn).as(words).isCloseTo(TextWidth.of(words, face, 12), within(0.03 * drawn));
    }
  }

  @ParameterizedTest
  @EnumSource
  void facesAreFoundByTheirFamily(Face face) throws Exception {
    Font font =
        onFxThread(
            () -> {
              try (InputStream in = face.open()) {
                return Font.loadFont(in, 12);
              }
            });
    assertThat(font).isNotNull();
    assertThat(font.getName()).startsWith(face.family().substring(0, 5));
  }

  @Test
  void drawsThePictureOfThePngFile() throws Exception {
    Scene scene = scene();
    WritableImage canvas =
        onFxThread(
            () -> {
              Canvas ground = new Canvas(WIDTH, HEIGHT);
              new CanvasPainter(ground.getGraphicsContext2D()).paint(scene, Theme.LIGHT);
              return new Group(ground).snapshot(new SnapshotParameters(), null);
            });
    BufferedImage file =
        ImageIO.read(new ByteArrayInputStream(new PngPainter(1).paint(scene, Theme.LIGHT)));
    // Pixels are mixed differently at edges: compare how much ink each cell of 16 pixels has.
    int far = 0;
    int inked = 0;
    for (int y = 0; y < HEIGHT; y += 16) {
      for (int x = 0; x < WIDTH; x += 16) {
        double drawn = darkness(canvas, x, y);
        double written = darkness(file, x, y);
        inked += written > 1 ? 1 : 0;
        far += Math.abs(drawn - written) > 12 ? 1 : 0;
      }
    }
    assertThat(inked).isGreaterThan(300);
    assertThat(far).as("cells that differ").isLessThan(20);
  }

  private static double darkness(WritableImage image, int x, int y) {
    double sum = 0;
    for (int dy = 0; dy < 16; dy++) {
      for (int dx = 0; dx < 16; dx++) {
        sum += 255 - grey(image.getPixelReader().getArgb(x + dx, y + dy));
      }
    }
    return sum / 256;
  }

  private static double darkness(BufferedImage image, int x, int y) {
    double sum = 0;
    for (int dy = 0; dy < 16; dy++) {
      for (int dx = 0; dx < 16; dx++) {
        sum += 255 - grey(image.getRGB(x + dx, y + dy));
      }
    }
    return sum / 256;
  }

  private static double grey(int rgb) {
    return ((rgb >> 16 & 0xff) + (rgb >> 8 & 0xff) + (rgb & 0xff)) / 3.0;
  }

  private static Scene scene() throws Exception {
    Path project = Path.of("").toAbsolutePath();
    while (project.getParent() != null && !Files.exists(project.resolve("dev"))) {
      project = project.getParent();
    }
    Path capture = project.resolve("sample-pcaps/captures/linux/fullmesh_2x2/client.pcapng.gz");
    DsnCollector collector = new DsnCollector(connection -> true);
    try (FrameSource source = CaptureSource.file(capture).open()) {
      TraceAnalyzer.run(source, TraceOptions.DEFAULT, List.of(collector));
    }
    PlotSpec spec = DsnPlot.of(collector.busiest().orElseThrow(), List.of());
    return Layout.of(spec, Viewport.whole(spec, WIDTH, HEIGHT));
  }
}
