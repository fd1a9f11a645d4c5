package org.mptcpscope.core.plot;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DsnPlotTest {

  @Test
  void drawsTwoSubflows() {
    PlotSpec spec = DsnPlot.of(Samples.twoSubflows(), Samples.findings());
    Scene scene = Layout.of(spec, Viewport.whole(spec, 960, 560));
    Goldens.check(new SvgPainter().paint(scene, Theme.LIGHT), Goldens.golden("two-subflows.svg"));
  }

  /** Close up: links to the originals, carriers of the Data ACK, selection and focus. */
  @Test
  void drawsTheCopiesOfOneSegment() {
    PlotSpec spec = DsnPlot.of(Samples.twoSubflows(), List.of());
    Viewport near =
        new Viewport(
            720,
            400,
            new Span(90 * Samples.MS, 365 * Samples.MS),
            new Span(76_000, 92_000),
            Viewport.Around.AXES,
            Viewport.WINDOW_BUDGET);
    Spans again = Samples.twoSubflows().lanes.get(0).spans().get(DsnSeries.Kind.REINJECTION);
    Scene scene = Layout.of(spec, near, new Selection(Set.of(again.frame(0)), again.frame(0)));
    Goldens.check(new SvgPainter().paint(scene, Theme.DARK), Goldens.golden("close-up.svg"));
  }

  /** A capture with holes, payload without mappings, and a closed window. */
  @Test
  void drawsWhatIsMissing() {
    DsnSeries.Builder series = DsnSeries.of(Samples.HEADING);
    for (int i = 0; i < 50; i++) {
      long low = 1 + i * 1000L;
      long time = i * 10L * Samples.MS;
      boolean mapped = i < 40;
      series.segment(
          time,
          low,
          low + 1000,
          0,
          2 * i + 1,
          mapped ? DsnSeries.Kind.NEW : DsnSeries.Kind.UNMAPPED);
      series.dataAck(time + Samples.MS, low, 0, 2 * i + 2);
      long window = i >= 20 && i < 25 ? 0 : 20_000;
      series.windowEdge(time + Samples.MS, low + window, window, 0, 2 * i + 2);
    }
    series.gap(300 * Samples.MS, 340 * Samples.MS, "about 31 kB missing here");
    PlotSpec spec = DsnPlot.of(series.build(), List.of());
    Scene scene = Layout.of(spec, Viewport.whole(spec, 960, 560));
    Goldens.check(new SvgPainter().paint(scene, Theme.LIGHT), Goldens.golden("missing.svg"));
  }
}
