package org.mptcpscope.core.plot;

import java.util.ArrayList;
import java.util.List;
import org.mptcpscope.core.metric.FirstCopies;
import org.mptcpscope.core.metric.RoundTrips;
import org.mptcpscope.core.metric.Samples;
import org.mptcpscope.core.model.SubflowSummary;

/**
 * The plot {@code rtt}: a dot per sample and subflow, and behind them, larger and in ink, the time
 * from sending to the Data ACK. No line joins them: between two samples nothing was measured.
 */
public final class RoundTripPlot {
  private RoundTripPlot() {}

  /** Returns what to show. */
  public static PlotSpec of(PlotRequest request) {
    List<Layer> layers = new ArrayList<>();
    Samples data =
        RoundTrips.data(
            request.table(), FirstCopies.of(request.table(), request.sender()), request.sender());
    if (data.size() > 0) {
      layers.add(
          new Layer.Dots(
              Role.DATA_ROUND_TRIP, "dataDot", -1, "data level, sent to Data ACK", spans(data)));
    }
    List<String> least = new ArrayList<>();
    for (SubflowSummary subflow : request.table().summary().subflows()) {
      Samples samples = RoundTrips.subflow(request.table(), subflow.id(), request.sender());
      if (samples.size() == 0) {
        continue;
      }
      String text = subflow.id() + ": " + Numbers.duration(samples.distribution().least());
      least.add("subflow " + text.replace(": ", " "));
      layers.add(
          new Layer.Level(
              Role.LEAST_ROUND_TRIP,
              Theme.subflow(subflow.id()),
              samples.distribution().least(),
              text));
      layers.add(
          new Layer.Dots(
              Role.ROUND_TRIP,
              "dot " + Theme.subflow(subflow.id()),
              subflow.id(),
              Subtitle.subflow(request.table().summary(), subflow.id(), request.sender()),
              spans(samples)));
    }
    return new PlotSpec(
        "Round trips, " + request.arrow(),
        request.subtitle(),
        least.isEmpty()
            ? "No round trip of " + request.sender().letter() + " was measured."
            : "Smallest round trips: " + String.join(", ", least) + ".",
        new Axis("time since the first frame (s)", Axis.Unit.TIME),
        new Axis("round trip (ms)", Axis.Unit.NANOS),
        request.span(),
        layers);
  }

  private static Spans spans(Samples samples) {
    Spans.Builder spans = new Spans.Builder();
    for (int i = 0; i < samples.size(); i++) {
      spans.add(samples.time(i), samples.value(i), samples.value(i), samples.frame(i));
    }
    return spans.build();
  }
}
