package org.mptcpscope.core.plot;

import java.util.List;

/** Series made of arithmetic, for tests of the plot. */
final class Samples {
  static final long MS = 1_000_000;
  static final DsnSeries.Heading HEADING =
      new DsnSeries.Heading(0, "MPTCP v1", true, "10.0.1.1", "10.0.1.2");

  private Samples() {}

  /** Two subflows; one segment of the second is lost, sent again and at last reinjected. */
  static DsnSeries twoSubflows() {
    DsnSeries.Builder series = DsnSeries.of(HEADING);
    series.subflow(0, "10.0.1.1").subflow(1, "10.0.2.1");
    series.signal(0, 0, 1, "S", "MP_CAPABLE");
    series.signal(31 * MS, 1, 9, "J", "MP_JOIN");
    series.smallestRoundTrip(10 * MS);
    long dsn = 1;
    long frame = 20;
    for (int i = 0; i < 200; i++) {
      long time = 50 * MS + i * MS;
      boolean second = i == 60 || i == 61;
      series.segment(time, dsn, dsn + 1400, second ? 1 : 0, frame++, DsnSeries.Kind.NEW);
      if (i >= 10) {
        series.dataAck(time + MS / 2, 1 + Math.min(i - 10, 60) * 1400L, 0, frame++);
        series.windowEdge(time + MS / 2, 65536 + Math.min(i - 10, 60) * 1400L, 65536, 0, frame++);
      }
      dsn += 1400;
    }
    long lost = 1 + 60 * 1400L;
    series.segment(300 * MS, lost, lost + 1400, 1, frame++, DsnSeries.Kind.RETRANSMISSION);
    series.segment(340 * MS, lost, lost + 1400, 0, frame++, DsnSeries.Kind.REINJECTION);
    series.segment(341 * MS, lost + 1400, lost + 2800, 0, frame++, DsnSeries.Kind.REINJECTION);
    series.dataAck(351 * MS, dsn, 0, frame++);
    series.dataFin(360 * MS, dsn, 0, frame++);
    series.dataAck(370 * MS, dsn + 1, 0, frame++);
    series.signal(380 * MS, 1, frame, "R", "RST from B");
    return series.build();
  }

  static List<DsnPlot.Finding> findings() {
    return List.of(
        new DsnPlot.Finding(
            DsnPlot.Severity.ERROR,
            "some-rule: what is wrong",
            List.of(new DsnPlot.Moment(20, 50 * MS))),
        new DsnPlot.Finding(
            DsnPlot.Severity.WARNING,
            "another-rule: what may be wrong",
            List.of(new DsnPlot.Moment(999_999, 200 * MS))));
  }

  /** Where the big series has its one copy of an old segment. */
  static final class Big {
    static final long AGAIN_AT = 500 * MS;
    static final long AGAIN_DSN = 1 + 1000 * 1400L;

    private Big() {}
  }

  /** A steady transfer of so many segments in a second, and one old segment sent again. */
  static DsnSeries big(int segments) {
    DsnSeries.Builder series = DsnSeries.of(HEADING);
    for (int i = 0; i < segments; i++) {
      long time = 1000 * MS * i / segments;
      long low = 1 + i * 1400L;
      series.segment(time, low, low + 1400, 0, 2L * i + 1, DsnSeries.Kind.NEW);
      series.dataAck(time, low, 0, 2L * i + 2);
      series.windowEdge(time, low + 65_536, 65_536, 0, 2L * i + 2);
      if (i == segments / 2) {
        series.segment(
            Big.AGAIN_AT,
            Big.AGAIN_DSN,
            Big.AGAIN_DSN + 1400,
            0,
            2L * segments,
            DsnSeries.Kind.REINJECTION);
      }
    }
    return series.build();
  }

  /** Segments all over the place: nothing merges. */
  static DsnSeries scattered(int segments) {
    DsnSeries.Builder series = DsnSeries.of(HEADING);
    for (int i = 0; i < segments; i++) {
      long low = 1 + (i * 7919L % segments) * 1400L;
      series.segment(i * 5000L, low, low + 1400, 0, i + 1, DsnSeries.Kind.NEW);
    }
    return series.build();
  }
}
