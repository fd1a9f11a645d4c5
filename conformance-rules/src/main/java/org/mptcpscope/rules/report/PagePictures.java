package org.mptcpscope.rules.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mptcpscope.core.metric.ConnectionMetrics;
import org.mptcpscope.core.metric.Flights;
import org.mptcpscope.core.metric.Rates;
import org.mptcpscope.core.metric.SegmentTable;
import org.mptcpscope.core.metric.StreamMetrics;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.plot.DsnCollector;
import org.mptcpscope.core.plot.DsnPlot;
import org.mptcpscope.core.plot.Figure;
import org.mptcpscope.core.plot.FlightPlot;
import org.mptcpscope.core.plot.Ladder;
import org.mptcpscope.core.plot.Layout;
import org.mptcpscope.core.plot.PlotRequest;
import org.mptcpscope.core.plot.PlotSpec;
import org.mptcpscope.core.plot.ReorderingPlot;
import org.mptcpscope.core.plot.RoundTripPlot;
import org.mptcpscope.core.plot.Span;
import org.mptcpscope.core.plot.ThroughputPlot;
import org.mptcpscope.core.plot.Viewport;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.report.HtmlPage.Picture;

/** The pictures of a connection in a page: its findings first, then the whole, then the views. */
public final class PagePictures {
  /** Around what findings show, this part of its length is seen too. */
  private static final double AROUND = 0.6;

  /** A finding at one moment is seen within so many nanoseconds. */
  private static final long MOMENT = 5_000_000L;

  private static final int TALL = 520;
  private static final int OPEN_ROWS = 40;
  private static final double MEGA = 1e6;

  private PagePictures() {}

  /** Draws a connection whose segments were collected. */
  public static HtmlPage.Connection of(
      CaptureReport report, SegmentTable table, DsnCollector series, Ladder ladder) {
    ConnectionMetrics metrics = ConnectionMetrics.of(table);
    List<Picture> pictures = new ArrayList<>();
    List<DsnPlot.Finding> findings = PlotFindings.of(report, table.summary());
    series
        .busier(table.summary().id())
        .ifPresent(
            busier -> {
              PlotSpec spec = DsnPlot.of(busier, findings);
              around(findings, spec)
                  .ifPresent(time -> pictures.add(graph(spec, time, "around the findings")));
              pictures.add(graph(spec, null, "all of it"));
            });
    pictures.add(
        Picture.of("Ladder", ladder.scene(HtmlPage.WIDTH), ladder.rows().size() <= OPEN_ROWS));
    for (Side sender : Side.values()) {
      if (metrics.stream(sender).octets() > 0) {
        views(table, metrics, sender, pictures);
      }
    }
    return new HtmlPage.Connection(metrics.totals(), pictures);
  }

  private static Optional<Span> around(List<DsnPlot.Finding> findings, PlotSpec spec) {
    if (findings.isEmpty()) {
      return Optional.empty();
    }
    // The worst one decides: findings at both ends of a long transfer show nothing together.
    List<DsnPlot.Moment> moments = findings.getFirst().evidence();
    long from = moments.stream().mapToLong(DsnPlot.Moment::time).min().orElse(0);
    long to = moments.stream().mapToLong(DsnPlot.Moment::time).max().orElse(0);
    long room = Math.max(MOMENT, (long) ((to - from) * AROUND));
    Span span = new Span(Math.max(0, from - room), to + room);
    return span.length() < spec.whole().length() ? Optional.of(span) : Optional.empty();
  }

  private static Picture graph(PlotSpec spec, Span time, String part) {
    Viewport whole = Viewport.whole(spec, HtmlPage.WIDTH, HtmlPage.HEIGHT);
    return new Picture(
        spec.title() + ", " + part,
        Layout.of(spec, time == null ? whole : whole.at(spec, time)),
        true,
        true,
        true,
        1);
  }

  private static void views(
      SegmentTable table, ConnectionMetrics metrics, Side sender, List<Picture> pictures) {
    PlotRequest request = new PlotRequest(table, sender, 0, null, HtmlPage.WIDTH, 0);
    StreamMetrics data = metrics.stream(sender);
    closed(Figure.of(ThroughputPlot.throughput(request, Rates.of(table, sender))), MEGA, pictures);
    closed(Figure.of(FlightPlot.of(request, Flights.of(table, sender))), 1, pictures);
    closed(Figure.of(RoundTripPlot.of(request)), MEGA, pictures);
    if (data.waiting().total() > 0) {
      Figure figure = ReorderingPlot.of(request, data);
      pictures.add(
          Picture.of(figure.first().title(), figure.scene(HtmlPage.WIDTH, TALL, null), false));
    }
  }

  private static void closed(Figure figure, double perUnit, List<Picture> pictures) {
    pictures.add(
        new Picture(
            figure.first().title(),
            figure.scene(HtmlPage.WIDTH, HtmlPage.HEIGHT, null),
            false,
            true,
            true,
            perUnit));
  }
}
