package org.mptcpscope.core.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.mptcpscope.core.metric.Rates;
import org.mptcpscope.core.metric.Tally;

/**
 * The plots {@code tput} and {@code share}: what each subflow moved over time, stacked; on top what
 * was sent beyond first copies, and as a line what Data ACKs covered.
 */
public final class ThroughputPlot {
  /** A window is this part of the span, if that is more than {@link #LEAST_COLUMNS}. */
  private static final double WINDOW = 0.04;

  private static final int LEAST_COLUMNS = 10;
  private static final long SECOND = 1_000_000_000L;
  private static final int WHOLE = 100_000;

  private final PlotRequest request;
  private final Rates rates;
  private final Span span;
  private final long window;
  private final boolean shares;

  private ThroughputPlot(PlotRequest request, Rates rates, boolean shares) {
    this.request = request;
    this.rates = rates;
    this.span = request.span();
    this.window = request.window() > 0 ? request.window() : window(span, request.columns());
    this.shares = shares;
  }

  /** Returns throughput by subflow and goodput, in bit/s. */
  public static PlotSpec throughput(PlotRequest request, Rates rates) {
    return new ThroughputPlot(request, rates, false).spec();
  }

  /** Returns each subflow's part of what was sent, in percent. */
  public static PlotSpec share(PlotRequest request, Rates rates) {
    return new ThroughputPlot(request, rates, true).spec();
  }

  /** Returns the window that fits a picture: 1, 2 or 5 times a power of ten nanoseconds. */
  static long window(Span span, int columns) {
    double least =
        Math.max(span.length() * WINDOW, LEAST_COLUMNS * (double) span.length() / columns);
    long power = 1;
    while (true) {
      for (int factor : new int[] {1, 2, 5}) {
        long next = factor == 1 ? 2 * power : factor == 2 ? 5 * power : 10 * power;
        if (next > least) {
          return factor * power;
        }
      }
      power *= 10;
    }
  }

  private PlotSpec spec() {
    List<Layer> layers = new ArrayList<>();
    Profile base = flat();
    List<Map.Entry<Integer, Tally>> first = List.copyOf(rates.first().entrySet());
    Profile all = flat();
    if (shares) {
      for (Map.Entry<Integer, Tally> each : first) {
        all = rate(each.getValue()).above(all);
      }
    }
    for (Map.Entry<Integer, Tally> each : first) {
      base = area(layers, each.getKey(), each.getValue(), base, all, Role.RATE);
    }
    if (!shares) {
      for (Map.Entry<Integer, Tally> each : rates.again().entrySet()) {
        base = area(layers, each.getKey(), each.getValue(), base, all, Role.SENT_TWICE);
      }
      if (rates.acked().total() > 0) {
        layers.add(
            new Layer.Line(Role.GOODPUT, "goodput", "goodput (Data ACK)", rate(rates.acked()), ""));
      }
    }
    return new PlotSpec(
        (shares ? "Share of subflows, " : "Throughput, ") + request.arrow(),
        request.subtitle(),
        summary(),
        new Axis(
            "time since the first frame (s), window " + Numbers.duration(window), Axis.Unit.TIME),
        shares ? new Axis("share (%)", Axis.Unit.PERCENT) : new Axis("Mbit/s", Axis.Unit.BITS),
        span,
        layers);
  }

  private Profile area(
      List<Layer> layers, int subflow, Tally tally, Profile base, Profile all, Role role) {
    Profile own = rate(tally);
    Profile upper = shares ? share(own, all).above(base) : own.above(base);
    boolean twice = role == Role.SENT_TWICE;
    layers.add(
        new Layer.Area(
            role,
            twice ? "areaAgain" : "area",
            subflow,
            twice
                ? "sent twice"
                : Subtitle.subflow(request.table().summary(), subflow, request.sender()),
            base,
            upper));
    return upper;
  }

  private Profile flat() {
    Profile.Builder points = new Profile.Builder();
    for (int i = 0; i <= points(); i++) {
      points.add(moment(i), 0);
    }
    return points.build();
  }

  private int points() {
    return Math.max(2, request.columns() / 2);
  }

  private long moment(int index) {
    return span.from() + (long) ((double) span.length() * index / points());
  }

  /** Around each moment, as much of the window as lies in the life of the connection. */
  private Profile rate(Tally tally) {
    Profile.Builder points = new Profile.Builder();
    long end = request.table().end() + 1;
    for (int i = 0; i <= points(); i++) {
      long middle = moment(i);
      long from = Math.max(0, middle - window / 2);
      long to = Math.min(end, middle + window / 2 + 1);
      long octets = to > from ? tally.between(from, to) : 0;
      points.add(middle, to > from ? Math.round(octets * 8.0 * SECOND / (to - from)) : 0);
    }
    return points.build();
  }

  /** In thousandths of a percent. */
  private static Profile share(Profile own, Profile all) {
    Profile.Builder points = new Profile.Builder();
    for (int i = 0; i < own.size(); i++) {
      long sum = all.value(i);
      points.add(own.time(i), sum == 0 ? 0 : Math.round((double) own.value(i) / sum * WHOLE));
    }
    return points.build();
  }

  private String summary() {
    long all = rates.first().values().stream().mapToLong(Tally::total).sum();
    long twice = rates.again().values().stream().mapToLong(Tally::total).sum();
    if (all == 0) {
      return "No data from " + request.sender().letter() + ".";
    }
    StringBuilder out = new StringBuilder(Numbers.octets(all));
    out.append(" from ").append(request.sender().letter()).append(": ");
    List<String> parts = new ArrayList<>();
    rates
        .first()
        .forEach(
            (subflow, tally) ->
                parts.add(
                    Numbers.fixed(100.0 * tally.total() / all, 1) + " % on subflow " + subflow));
    out.append(String.join(", ", parts));
    return out.append(twice == 0 ? "." : "; " + Numbers.octets(twice) + " sent twice.").toString();
  }
}
