package org.mptcpscope.gui.presenter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.plot.Role;
import org.mptcpscope.core.plot.Scene;
import org.mptcpscope.gui.Samples;

/** What the window is told, without a toolkit: everything runs on the calling thread. */
class MainPresenterTest {
  private final Recorder view = new Recorder();
  private final MainPresenter presenter = new MainPresenter(view, Runnable::run, Runnable::run);

  /** Keeps what it was shown last. */
  private static final class Recorder implements MainView {
    String empty;
    List<String> reading = new ArrayList<>();
    List<ConnectionRow> rows = List.of();
    List<FindingCard> cards = List.of();
    ConnectionRow connection;
    Side side;
    Set<Side> withData = Set.of();
    Scene scene;
    Set<Integer> frames = Set.of();
    int focus;
    int finding = -1;
    String status = "";
    String banner = "";

    @Override
    public void showEmpty(String sentence) {
      empty = sentence;
    }

    @Override
    public void showReading(String file, double fraction, String words) {
      reading.add(words);
    }

    @Override
    public void showCapture(
        String file, String summary, List<ConnectionRow> connections, String damage) {
      rows = connections;
      banner = damage;
    }

    @Override
    public void showConnection(ConnectionRow row, List<FindingCard> findings) {
      connection = row;
      cards = findings;
    }

    @Override
    public void showDirection(Side sender, Set<Side> sides) {
      side = sender;
      withData = sides;
    }

    @Override
    public void showScene(Scene next) {
      scene = next;
    }

    @Override
    public void showSelection(Set<Integer> selected, int focused, int index) {
      frames = selected;
      focus = focused;
      finding = index;
    }

    @Override
    public void showStatus(String words) {
      status = words;
    }
  }

  @BeforeEach
  void size() {
    presenter.resize(900, 600);
  }

  private void open(Path file) {
    presenter.open(CaptureSource.file(file), null);
  }

  @Test
  void theWorstFindingIsSelectedOnOpening() {
    open(Samples.WRONG_KEY);
    assertThat(view.rows).hasSize(1);
    assertThat(view.cards).isNotEmpty();
    assertThat(view.cards.getFirst().rule()).isEqualTo("fast-close-key-wrong");
    assertThat(view.finding).isZero();
    assertThat(view.focus).isEqualTo(12);
    assertThat(view.frames).contains(2, 12);
    assertThat(view.status).contains("evidence of fast-close-key-wrong");
  }

  @Test
  void aRuleNamedOnTheCommandLineIsSelected() {
    presenter.open(CaptureSource.file(Samples.WRONG_KEY), "FCLOSE-KEY-MATCHES-RECEIVER");
    assertThat(view.cards.get(view.finding).requirement()).isEqualTo("FCLOSE-KEY-MATCHES-RECEIVER");
  }

  @Test
  void aHealthyTransferIsDrawnInTheDirectionThatCarriedMore() {
    open(Samples.TWO_SUBFLOWS);
    assertThat(view.cards).isEmpty();
    assertThat(view.side).isEqualTo(Side.INITIATOR);
    assertThat(view.withData).containsExactlyInAnyOrder(Side.INITIATOR, Side.LISTENER);
    assertThat(view.connection.subflows()).hasSize(2);
    assertThat(view.scene.width()).isEqualTo(900);
    presenter.otherDirection();
    assertThat(view.side).isEqualTo(Side.LISTENER);
  }

  @Test
  void aClickSelectsTheFrameUnderThePointer() {
    open(Samples.TWO_SUBFLOWS);
    double[] point = anywhere(Role.SEGMENT);
    presenter.click(point[0], point[1]);
    assertThat(view.frames).hasSize(1);
    assertThat(view.focus).isPositive();
    presenter.clearSelection();
    assertThat(view.frames).isEmpty();
  }

  @Test
  void theWheelKeepsWhatIsUnderThePointerAndFitShowsAllAgain() {
    open(Samples.TWO_SUBFLOWS);
    long whole = view.scene.x().span().length();
    long there = view.scene.x().value(500);
    presenter.zoom(4, 500, 300, false);
    assertThat(view.scene.x().span().length()).isBetween(whole / 5, whole / 3);
    assertThat(Math.abs(view.scene.x().value(500) - there)).isLessThan(whole / 100);
    long from = view.scene.x().span().from();
    presenter.pan(50, 0);
    assertThat(view.scene.x().span().from()).isLessThan(from);
    presenter.fit();
    assertThat(view.scene.x().span().length()).isEqualTo(whole);
  }

  @Test
  void damageIsSaidInABanner() throws Exception {
    byte[] whole = java.nio.file.Files.readAllBytes(Samples.WRONG_KEY);
    presenter.open(
        CaptureSource.memory("cut.pcap", java.util.Arrays.copyOf(whole, whole.length - 5)), null);
    assertThat(view.banner).startsWith("ends inside frame 16");
    assertThat(view.rows).hasSize(1);
  }

  @Test
  void whatCannotBeReadIsSaidInPlace() {
    open(Path.of("no-such-capture.pcap"));
    assertThat(view.empty).startsWith("no-such-capture.pcap: ");
    assertThat(view.rows).isEmpty();
  }

  private double[] anywhere(Role role) {
    for (double x = 0; x < 900; x += 3) {
      for (double y = 0; y < 600; y += 3) {
        if (view.scene.hit(x, y).filter(hit -> hit.role() == role).isPresent()) {
          return new double[] {x, y};
        }
      }
    }
    throw new AssertionError("nothing to click on");
  }
}
