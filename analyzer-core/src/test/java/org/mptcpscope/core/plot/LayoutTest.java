package org.mptcpscope.core.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mptcpscope.core.plot.Samples.Big;

class LayoutTest {
  private static final PlotSpec SPEC = DsnPlot.of(Samples.twoSubflows(), Samples.findings());
  private static final Scene SCENE = Layout.of(SPEC, Viewport.whole(SPEC, 960, 560));

  @Test
  void clickFindsTheSegmentUnderIt() {
    // Segment 120 of the first subflow: frames count from 20, and five carry acks in between.
    DsnSeries series = Samples.twoSubflows();
    Spans spans = series.lanes.get(0).spans().get(DsnSeries.Kind.NEW);
    int index = 150;
    double px = SCENE.x().pixel(spans.time(index));
    double py = SCENE.y().pixel(spans.low(index) + 700);
    assertThat(SCENE.frameAt(px + 1, py)).hasValue(spans.frame(index));
    assertThat(SCENE.hit(px + 1, py).orElseThrow().role()).isEqualTo(Role.SEGMENT);
    assertThat(SCENE.hit(px + 1, py).orElseThrow().text())
        .startsWith("frame " + spans.frame(index) + ", DSN ")
        .endsWith("1\u2009400 octets, subflow 0");
  }

  @Test
  void foremostKindWins() {
    // The first finding lies on the first segment, and the reinjection on a Data ACK line.
    double px = SCENE.x().pixel(50 * Samples.MS);
    double py = SCENE.y().pixel(1);
    assertThat(SCENE.hit(px, py - 1).orElseThrow().role()).isEqualTo(Role.FINDING);
    double again = SCENE.x().pixel(340 * Samples.MS);
    double at = SCENE.y().pixel(1 + 60 * 1400L);
    assertThat(SCENE.hit(again, at).orElseThrow().role()).isEqualTo(Role.REINJECTION);
  }

  @Test
  void clickOnALineFindsTheFrameThatBroughtIt() {
    DsnSeries series = Samples.twoSubflows();
    int last = series.dataAck.at(200 * Samples.MS);
    double px = SCENE.x().pixel(270 * Samples.MS);
    double py = SCENE.y().pixel(series.dataAck.value(last));
    assertThat(SCENE.frameAt(px, py + 3)).hasValue(series.dataAck.frame(last));
    assertThat(SCENE.hit(px, py + 3).orElseThrow().role()).isEqualTo(Role.DATA_ACK);
    assertThat(SCENE.hit(px, py + 3).orElseThrow().text())
        .isEqualTo("Data ACK 84\u2009001 on subflow 0 (frame " + series.dataAck.frame(last) + ")");
  }

  @Test
  void clickOnAPinFindsItsFrame() {
    double px = SCENE.x().pixel(380 * Samples.MS);
    double lane = SCENE.y().end() - 20;
    assertThat(SCENE.hit(px + 4, lane).orElseThrow().role()).isEqualTo(Role.SIGNAL);
  }

  @Test
  void emptyGroundIsNothing() {
    double px = SCENE.x().pixel(100 * Samples.MS);
    double py = SCENE.y().pixel(250_000);
    assertThat(SCENE.frameAt(px, py)).isEmpty();
    assertThat(SCENE.frameAt(5, 5)).isEmpty();
  }

  @Test
  void aMillionSegmentsBecomeFewMarks() {
    PlotSpec spec = DsnPlot.of(Samples.big(1_000_000), List.of());
    Scene scene = Layout.of(spec, Viewport.whole(spec, 960, 560));
    assertThat(bars(scene, "tick subflow0")).isBetween(300, Viewport.FILE_BUDGET);
    assertThat(new SvgPainter().paint(scene, Theme.LIGHT).length()).isLessThan(60_000);
  }

  /** A frame may take 12 ms; visits are counted, for time is not what a test can trust. */
  @Test
  void aMillionSegmentsAreNotLookedAtOneByOne() {
    Spans spans = Samples.big(1_000_000).lanes.get(0).spans().get(DsnSeries.Kind.NEW);
    Scale x = new Scale(new Span(0, spans.time(spans.size() - 1)), 84, 936);
    Scale y = new Scale(new Span(0, 1_000_000 * 1400L), 504, 92);
    int[] calls = {0};
    spans.visit(x, y, (index, low, high) -> calls[0]++);
    assertThat(calls[0]).isLessThan(10_000);
  }

  @Test
  void whatLiesApartStaysWhenColumnsAreMerged() {
    PlotSpec spec = DsnPlot.of(Samples.big(1_000_000), List.of());
    Scene scene = Layout.of(spec, Viewport.whole(spec, 960, 560));
    // One old segment is sent again in the middle: far below everything else of its time.
    List<double[]> hollow = new ArrayList<>();
    each(scene, "hollow subflow0", (x, top, bottom) -> hollow.add(new double[] {x, top, bottom}));
    assertThat(hollow).hasSize(1);
    assertThat(hollow.getFirst()[0]).isEqualTo(Scale.half(scene.x().pixel(Big.AGAIN_AT)));
    assertThat(hollow.getFirst()[1]).isLessThan(scene.y().pixel(Big.AGAIN_DSN));
    // The highest and lowest octet of the transfer are drawn.
    double[] range = {Double.MAX_VALUE, -Double.MAX_VALUE};
    each(
        scene,
        "tick subflow0",
        (x, top, bottom) -> {
          range[0] = Math.min(range[0], top);
          range[1] = Math.max(range[1], bottom);
        });
    assertThat(range[0]).isLessThanOrEqualTo(scene.y().pixel(1_000_000 * 1400L));
    assertThat(range[1]).isGreaterThanOrEqualTo(scene.y().pixel(1));
  }

  @Test
  void scatteredSegmentsKeepTheBudget() {
    PlotSpec spec = DsnPlot.of(Samples.scattered(200_000), List.of());
    Scene scene = Layout.of(spec, Viewport.whole(spec, 960, 560));
    assertThat(bars(scene, "tick subflow0")).isBetween(100, Viewport.FILE_BUDGET);
  }

  @Test
  void selectionIsAHaloAndAFocus() {
    DsnSeries series = Samples.twoSubflows();
    long frame = series.lanes.get(0).spans().get(DsnSeries.Kind.NEW).frame(100);
    PlotSpec spec = DsnPlot.of(series, List.of());
    Scene scene =
        Layout.of(spec, Viewport.whole(spec, 960, 560), new Selection(Set.of(frame, 7L), frame));
    assertThat(bars(scene, "selected")).isEqualTo(1);
    assertThat(scene.marks().stream().map(Mark::style)).contains("focus", "crosshair");
  }

  @Test
  void hiddenLayersAreNeitherDrawnNorHit() {
    PlotSpec spec = SPEC.without(Set.of(Role.FINDING, Role.SIGNAL));
    Scene scene = Layout.of(spec, Viewport.whole(spec, 960, 560));
    assertThat(scene.marks().stream().map(Mark::style)).doesNotContain("finding error", "lane");
    double px = scene.x().pixel(50 * Samples.MS);
    assertThat(scene.hit(px, scene.y().pixel(700)).orElseThrow().role()).isEqualTo(Role.SEGMENT);
  }

  @Test
  void noDataIsAPictureToo() {
    DsnSeries series = DsnSeries.of(Samples.HEADING).build();
    PlotSpec spec = DsnPlot.of(series, List.of());
    assertThat(spec.summary()).isEqualTo("No data from A to B.");
    Scene scene = Layout.of(spec, Viewport.whole(spec, 960, 560));
    assertThat(new SvgPainter().paint(scene, Theme.DARK)).contains("DSN of A");
    assertThat(scene.frameAt(400, 300)).isEmpty();
  }

  @Test
  void smallestWindowsStillHaveAGround() {
    for (Viewport.Around around : Viewport.Around.values()) {
      Viewport tiny = new Viewport(1, 1, new Span(0, 1), new Span(0, 1), around, 10);
      assertThat(Layout.of(SPEC, tiny).marks()).isNotEmpty();
    }
  }

  private interface BarSink {
    void bar(double x, double top, double bottom);
  }

  private static int bars(Scene scene, String style) {
    int[] count = {0};
    each(scene, style, (x, top, bottom) -> count[0]++);
    return count[0];
  }

  private static void each(Scene scene, String style, BarSink sink) {
    for (Mark mark : scene.marks()) {
      if (mark instanceof Mark.Clip clip) {
        for (Mark inner : clip.marks()) {
          if (inner instanceof Mark.Ticks ticks && ticks.style().equals(style)) {
            for (int i = 0; i < ticks.x().size(); i++) {
              sink.bar(ticks.x().get(i), ticks.y1().get(i), ticks.y2().get(i));
            }
          }
        }
      }
    }
  }
}
