package org.mptcpscope.rules.report;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.mptcpscope.core.metric.ConnectionMetrics;
import org.mptcpscope.core.metric.Distribution;
import org.mptcpscope.core.metric.StreamMetrics;
import org.mptcpscope.core.metric.SubflowMetrics;
import org.mptcpscope.core.metric.Waiting;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.plot.Numbers;

/** The text of {@code stats}: what each subflow and each direction carried, and what it cost. */
public final class StatsReport {
  private static final int FEW = 10;

  private final TextStyle style;
  private final boolean observationsOnly;
  private final Consumer<String> out;

  private StatsReport(TextStyle style, boolean observationsOnly, Consumer<String> out) {
    this.style = style;
    this.observationsOnly = observationsOnly;
    this.out = out;
  }

  /** Writes the report line by line. */
  public static void write(
      List<CaptureStats> all, TextStyle style, boolean observationsOnly, Consumer<String> out) {
    StatsReport report = new StatsReport(style, observationsOnly, out);
    boolean first = true;
    for (CaptureStats stats : all) {
      if (stats.capture().readable()) {
        if (!first) {
          out.accept("");
        }
        first = false;
        report.capture(stats);
      }
    }
  }

  private void capture(CaptureStats stats) {
    out.accept(Headline.of(stats.capture()));
    for (ConnectionMetrics connection : stats.connections()) {
      if (!observationsOnly) {
        connection(connection);
      }
      observations(connection);
    }
  }

  private void observations(ConnectionMetrics connection) {
    int most = observationsOnly || style.verbose() ? Integer.MAX_VALUE : FEW;
    ObservationLine.list(connection.observations(), most).forEach(out);
  }

  private void connection(ConnectionMetrics connection) {
    long life = connection.summary().lastFrame().time() - connection.summary().firstFrame().time();
    out.accept(
        "connection " + connection.summary().id() + ": " + Numbers.duration(Math.max(0, life)));
    for (Side sender : Side.values()) {
      stream(connection.stream(sender));
    }
    out.accept(
        style
            .ink()
            .muted(
                "   sf  from    octets   share     again  segs  rtx  ooo  dup sack"
                    + "  RTT: least    median      most  handshake"));
    for (SubflowMetrics subflow : connection.subflows()) {
      subflow(connection, subflow);
    }
  }

  private void stream(StreamMetrics data) {
    String arrow = "  " + (data.sender() == Side.INITIATOR ? "A > B" : "A < B") + "  ";
    if (data.octets() == 0) {
      out.accept(arrow + "no data");
      return;
    }
    String hang = " ".repeat(arrow.length());
    out.accept(
        arrow
            + Numbers.octets(data.octets())
            + (data.acked() < 0
                ? ", not all acknowledged"
                : " in "
                    + Numbers.duration(data.acked() - data.firstData())
                    + ", "
                    + rate(data.goodput())));
    if (data.sentTwice() > 0) {
      out.accept(
          hang
              + "sent twice "
              + Numbers.octets(data.sentTwice())
              + (data.reinjected() == 0
                  ? ""
                  : ", reinjected "
                      + Numbers.octets(data.reinjected())
                      + " (needlessly "
                      + Numbers.octets(data.needless())
                      + "), after "
                      + spread(data.reinjectionDelay())));
    }
    if (data.roundTrip().count() > 0) {
      out.accept(hang + "from sending to Data ACK " + spread(data.roundTrip()));
    }
    out.accept(
        hang
            + "in flight "
            + Numbers.octets(data.mostInFlight())
            + " at most"
            + (data.leastWindow() < 0
                ? ""
                : ", window " + Numbers.octets(data.leastWindow()) + " at least")
            + (data.windowFullTime() == 0
                ? ""
                : ", full for " + Numbers.duration(data.windowFullTime())));
    waiting(data.waiting(), hang);
  }

  private void waiting(Waiting waiting, String hang) {
    if (waiting.total() == 0) {
      return;
    }
    String held =
        waiting.held().entrySet().stream()
            .map(
                each ->
                    Numbers.duration(each.getValue())
                        + (each.getKey() == Waiting.UNKNOWN
                            ? " for octets whose first copy was not seen"
                            : " for subflow " + each.getKey()))
            .collect(Collectors.joining(", "));
    out.accept(
        hang
            + "waiting above a hole "
            + Numbers.octets(waiting.most())
            + " at most, "
            + held
            + (waiting.isLowerBound() ? " (seen from the sender: at least)" : ""));
  }

  private void subflow(ConnectionMetrics connection, SubflowMetrics subflow) {
    long all =
        connection.subflows().stream()
            .filter(one -> one.by() == subflow.by())
            .mapToLong(SubflowMetrics::octets)
            .sum();
    boolean first = subflow.by() == Side.INITIATOR;
    Distribution trips = subflow.roundTrip();
    long handshake = connection.handshakes().getOrDefault(subflow.subflow(), -1L);
    String name =
        first ? Prose.right(connection.summary().id() + "." + subflow.subflow(), 5) : "     ";
    out.accept(
        (style.ink().subflow(subflow.subflow(), name)
                + "  "
                + subflow.by().letter()
                + Prose.right(ConnectionsReport.octets(subflow.octets()), 13)
                + Prose.right(share(subflow.octets(), all), 8)
                + Prose.right(ConnectionsReport.octets(subflow.repeated()), 10)
                + Prose.right(String.valueOf(subflow.segments()), 6)
                + Prose.right(String.valueOf(subflow.retransmissions()), 5)
                + Prose.right(String.valueOf(subflow.outOfOrder()), 5)
                + Prose.right(String.valueOf(subflow.duplicateAcks()), 5)
                + Prose.right(String.valueOf(subflow.sackBlocks()), 5)
                + Prose.right(trips.count() == 0 ? "" : Numbers.duration(trips.least()), 12)
                + Prose.right(trips.count() == 0 ? "" : Numbers.duration(trips.median()), 10)
                + Prose.right(trips.count() == 0 ? "" : Numbers.duration(trips.most()), 10)
                + Prose.right(first && handshake >= 0 ? Numbers.duration(handshake) : "", 11))
            .stripTrailing());
  }

  private static String share(long octets, long all) {
    return all == 0 ? "" : String.format(Locale.ROOT, "%.1f %%", 100.0 * octets / all);
  }

  private static String rate(double octetsPerSecond) {
    double bits = octetsPerSecond * 8;
    return bits >= 1e6
        ? Numbers.fixed(bits / 1e6, 2) + " Mbit/s"
        : Numbers.fixed(bits / 1e3, 2) + " kbit/s";
  }

  /** Least, median, 95 of 100, most. */
  private static String spread(Distribution of) {
    return String.join(
        " / ",
        Numbers.duration(of.least()),
        Numbers.duration(of.median()),
        Numbers.duration(of.most95()),
        Numbers.duration(of.most()) + " (least, median, 95 %, most)");
  }
}
