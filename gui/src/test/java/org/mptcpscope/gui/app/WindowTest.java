package org.mptcpscope.gui.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.canvas.Canvas;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.image.WritableImage;
import javafx.scene.input.MouseButton;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.VBox;
import javafx.scene.robot.Robot;
import javafx.scene.text.Font;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.plot.Face;
import org.mptcpscope.core.plot.TextWidth;
import org.mptcpscope.core.plot.Theme;
import org.mptcpscope.gui.Samples;
import org.mptcpscope.gui.paint.CanvasPainter;
import org.mptcpscope.gui.presenter.MainPresenter;
import org.mptcpscope.gui.view.MainWindow;

/** The real window, on a machine without display, fonts or GTK. */
class WindowTest {
  private static final double WIDTH = 980;
  private static final double HEIGHT = 700;

  private Stage stage;
  private MainWindow window;
  private MainPresenter presenter;

  @BeforeAll
  static void startToolkit() throws InterruptedException {
    CountDownLatch started = new CountDownLatch(1);
    Platform.startup(started::countDown);
    assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();
    // Hiding the last window would end the toolkit for all tests that follow.
    Platform.setImplicitExit(false);
    Platform.runLater(Desktop::loadFonts);
  }

  @BeforeEach
  void openWindow() {
    onFx(
        () -> {
          window =
              new MainWindow(
                  Theme.LIGHT, CanvasPainter::new, () -> null, _ -> {}, java.util.List.of());
          // Read on this thread: what is asserted next is there.
          presenter = new MainPresenter(window, Runnable::run, Runnable::run);
          window.attach(presenter);
          stage = new Stage();
          stage.setScene(new Scene(window, WIDTH, HEIGHT));
          stage.show();
          return null;
        });
  }

  @AfterEach
  void closeWindow() {
    onFx(
        () -> {
          stage.hide();
          return null;
        });
  }

  private static <T> T onFx(Callable<T> work) {
    CompletableFuture<T> done = new CompletableFuture<>();
    Platform.runLater(
        () -> {
          try {
            done.complete(work.call());
          } catch (Exception | Error e) {
            done.completeExceptionally(e);
          }
        });
    try {
      return done.get(30, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  private void open(java.nio.file.Path file) {
    onFx(
        () -> {
          presenter.open(CaptureSource.file(file), null);
          return null;
        });
    pulse();
  }

  /** Lets layout happen. */
  private static void pulse() {
    onFx(() -> null);
    onFx(() -> null);
  }

  private <N extends Node> N find(String id, Class<N> type) {
    return type.cast(window.lookup("#" + id));
  }

  @Test
  void showsConnectionsFindingsAndGraphOfARealCapture() {
    open(Samples.WRONG_KEY);
    onFx(
        () -> {
          assertThat(find("connections", ListView.class).getItems().size()).isEqualTo(1);
          assertThat(find("findings", VBox.class).getChildren()).isNotEmpty();
          assertThat(find("findings", VBox.class).getChildren().getFirst().getStyleClass())
              .contains("chosen");
          return null;
        });
  }

  @Test
  void theGraphHasInkAndAnotherOneWhenZoomed() {
    open(Samples.TWO_SUBFLOWS);
    int before = ink();
    assertThat(before).isPositive();
    onFx(
        () -> {
          Node plot = find("plot", Canvas.class).getParent();
          plot.fireEvent(scroll(plot, 200, 200));
          return null;
        });
    assertThat(ink()).isPositive().isNotEqualTo(before);
  }

  @Test
  void aClickOnACardSelectsItsFramesAndOneOnTheGroundNothing() {
    open(Samples.WRONG_KEY);
    VBox findings = onFx(() -> find("findings", VBox.class));
    onFx(
        () -> {
          presenter.clearSelection();
          return null;
        });
    assertThat(onFx(() -> findings.getChildren().getFirst().getStyleClass()))
        .doesNotContain("chosen");
    click(findings.getChildren().getFirst());
    assertThat(onFx(() -> findings.getChildren().getFirst().getStyleClass())).contains("chosen");
  }

  @Test
  void fontsAreThoseOfThePlotsAndAsWideAsThePlotsThink() {
    onFx(
        () -> {
          for (Face face : Face.values()) {
            Label label = new Label("DSN 65 637 sent again, 15 segments");
            try (var in = face.open()) {
              label.setFont(Font.loadFont(in, 12));
            }
            assertThat(label.getFont().getFamily())
                .as(face.file())
                .isIn(
                    "Inter",
                    "JetBrains Mono",
                    "Inter Medium",
                    "Inter Semi Bold",
                    "Inter SemiBold",
                    "JetBrains Mono Medium");
            javafx.scene.text.Text text = new javafx.scene.text.Text(label.getText());
            text.setFont(label.getFont());
            double width = text.getLayoutBounds().getWidth();
            assertThat(TextWidth.of(label.getText(), face, 12))
                .as(face.file())
                .isBetween(width * 0.97, width * 1.03);
          }
          return null;
        });
  }

  private void click(Node node) {
    onFx(
        () -> {
          var bounds = node.localToScreen(node.getBoundsInLocal());
          Robot robot = new Robot();
          robot.mouseMove(bounds.getMinX() + 40, bounds.getMinY() + 20);
          robot.mouseClick(MouseButton.PRIMARY);
          return null;
        });
    pulse();
  }

  private static ScrollEvent scroll(Node node, double x, double y) {
    return new ScrollEvent(
        node,
        node,
        ScrollEvent.SCROLL,
        x,
        y,
        x,
        y,
        false,
        false,
        false,
        false,
        false,
        false,
        0,
        40,
        0,
        40,
        ScrollEvent.HorizontalTextScrollUnits.NONE,
        0,
        ScrollEvent.VerticalTextScrollUnits.NONE,
        0,
        0,
        null);
  }

  /** How many pixels of the graph are not the ground. */
  private int ink() {
    return onFx(
        () -> {
          WritableImage picture = find("plot", Canvas.class).snapshot(null, null);
          int count = 0;
          for (int y = 0; y < (int) picture.getHeight(); y++) {
            for (int x = 0; x < (int) picture.getWidth(); x++) {
              count += picture.getPixelReader().getArgb(x, y) == 0xffffffff ? 0 : 1;
            }
          }
          return count;
        });
  }
}
