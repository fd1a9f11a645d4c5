package org.mptcpscope.core.plot;

import org.junit.jupiter.api.Test;

class DsnPlotTest {

  @Test
  void drawsTwoSubflows() {
    PlotSpec spec = DsnPlot.of(Samples.twoSubflows(), Samples.findings());
    Scene scene = Layout.of(spec, Viewport.whole(spec, 960, 560));
    Goldens.check(new SvgPainter().paint(scene, Theme.LIGHT), Goldens.golden("two-subflows.svg"));
  }
}
