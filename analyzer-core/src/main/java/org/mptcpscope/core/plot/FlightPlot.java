package org.mptcpscope.core.plot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.mptcpscope.core.metric.Flights;
import org.mptcpscope.core.metric.RoundTrips;
import org.mptcpscope.core.metric.Track;

/**
 * The plot {@code flight}: octets sent and not acknowledged, stacked by subflow, against what the
 * Data ACK leaves open and what the window allows. That both share one scale shows a full window.
 */
public final class FlightPlot {
  private final PlotRequest request;
  private final Flights flights;
  private final Span span;

  private FlightPlot(PlotRequest request, Flights flights) {
    this.request = request;
    this.flights = flights;
    this.span = request.span();
  }

  /** Returns what to show. */
  public static PlotSpec of(PlotRequest request, Flights flights) {
    return new FlightPlot(request, flights).spec();
  }

  private PlotSpec spec() {
    long[] moments = moments();
    List<Layer> layers = new ArrayList<>();
    Profile base = profile(moments, null);
    // The slowest at the bottom: the base is calm.
    List<Map.Entry<Integer, Track>> slowestFirst =
        flights.subflows().entrySet().stream()
            .sorted(
                Comparator.<Map.Entry<Integer, Track>>comparingLong(
                        each -> -RoundTrips.handshake(request.table(), each.getKey()))
                    .thenComparingInt(Map.Entry::getKey))
            .toList();
    for (Map.Entry<Integer, Track> each : slowestFirst) {
      Profile upper = profile(moments, each.getValue()).above(base);
      layers.add(
          new Layer.Area(
              Role.FLIGHT,
              "area",
              each.getKey(),
              Subtitle.subflow(request.table().summary(), each.getKey(), request.sender()),
              base,
              upper));
      base = upper;
    }
    Profile data = profile(moments, flights.data());
    held(layers, base, data);
    layers.add(new Layer.Line(Role.DATA_FLIGHT, "dataAck", "data level", data, ""));
    if (flights.window().size() > 0) {
      layers.add(
          new Layer.Line(
              Role.WINDOW_EDGE, "windowEdge", "window", profile(moments, flights.window()), ""));
    }
    return new PlotSpec(
        "Flight and window, " + request.arrow(),
        request.subtitle(),
        summary(),
        new Axis("time since the first frame (s)", Axis.Unit.TIME),
        new Axis("octets sent and not acknowledged", Axis.Unit.OCTETS),
        span,
        layers);
  }

  /** Acknowledged by TCP and not by a Data ACK: the other host holds it. */
  private void held(List<Layer> layers, Profile sum, Profile data) {
    Profile.Builder top = new Profile.Builder();
    boolean any = false;
    for (int i = 0; i < sum.size(); i++) {
      top.add(sum.time(i), Math.max(sum.value(i), data.value(i)));
      any |= data.value(i) > sum.value(i);
    }
    if (any) {
      layers.add(
          new Layer.Area(
              Role.HELD,
              "held",
              -1,
              "acknowledged, held by " + request.sender().peer().letter(),
              sum,
              top.build()));
    }
  }

  /** In each two pixels the moment at which most data was in flight, and its borders. */
  private long[] moments() {
    int columns = Math.max(2, request.columns() / 2);
    long[] moments = new long[2 * columns];
    for (int i = 0; i < columns; i++) {
      long from = span.from() + (long) ((double) span.length() * i / columns);
      long to = span.from() + (long) ((double) span.length() * (i + 1) / columns);
      long peak = flights.data().peak(from, Math.max(from + 1, to));
      moments[2 * i] = peak;
      moments[2 * i + 1] = Math.max(peak, to - 1);
    }
    return moments;
  }

  private static Profile profile(long[] moments, Track track) {
    Profile.Builder points = new Profile.Builder();
    for (long moment : moments) {
      points.add(moment, track == null ? 0 : track.at(moment));
    }
    return points.build();
  }

  private String summary() {
    long most = flights.data().most();
    return most == 0
        ? "No data from " + request.sender().letter() + "."
        : "At most "
            + Numbers.octets(most)
            + " from "
            + request.sender().letter()
            + " were in flight"
            + (flights.window().size() == 0
                ? "."
                : "; the window was at most " + Numbers.octets(flights.window().most()) + ".");
  }
}
