package org.mptcpscope.core.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * One number of a report: its name in JSON and CSV, its unit, what it means and where it comes
 * from. All of them stand here; {@code docs/metrics.md} is made of them.
 *
 * @param name in camel case
 * @param meaning one sentence for users
 * @param value what is measured; -1 where it is unknown
 */
public record Measure<T>(String name, Unit unit, String meaning, ToDoubleFunction<T> value) {
  /** What a number counts. */
  public enum Unit {
    /** Octets of payload or data. */
    OCTETS("octets"),
    /** Things. */
    COUNT("count"),
    /** Seconds, to the nanosecond. */
    SECONDS("s"),
    /** Octets a second. */
    RATE("octets/s");

    private final String word;

    Unit(String word) {
      this.word = word;
    }

    /** The word in CSV and documents. */
    public String word() {
      return word;
    }
  }

  private static final double NANO = 1e-9;

  /** What is measured of a host on a subflow. */
  public static final List<Measure<SubflowMetrics>> OF_SUBFLOW = subflow();

  /** What is measured of a host's data over all subflows. */
  public static final List<Measure<StreamMetrics>> OF_STREAM = stream();

  private static List<Measure<SubflowMetrics>> subflow() {
    List<Measure<SubflowMetrics>> all = new ArrayList<>();
    count(all, "segments", "Segments of this host, SYN and pure ACKs included.", m -> m.segments());
    octets(
        all,
        "octets",
        "Distinct octets of payload, by subflow sequence number.",
        SubflowMetrics::octets);
    octets(
        all,
        "repeatedOctets",
        "Octets of payload beyond the first copy on this subflow.",
        SubflowMetrics::repeated);
    count(
        all,
        "retransmissions",
        "Segments that brought only octets that this subflow had carried before.",
        m -> m.retransmissions());
    count(
        all,
        "outOfOrder",
        "Segments with new octets below the highest one that had passed.",
        m -> m.outOfOrder());
    count(
        all,
        "duplicateAcks",
        "Pure ACKs that move neither ACK, window nor Data ACK, carry no signal, and come while the"
            + " other host has octets out.",
        m -> m.duplicateAcks());
    count(all, "sackBlocks", "SACK blocks that this host sent.", m -> m.sackBlocks());
    spread(
        all,
        "rtt",
        Unit.SECONDS,
        "from a segment of this host, as it passes the place of capture, to the ACK that covers"
            + " it; the newest segment of each ACK counts, the SYN too; octets sent twice count only"
            + " where the echoed time stamp tells the copies apart",
        SubflowMetrics::roundTrip);
    octets(
        all,
        "mostInFlight",
        "The most octets sent and not yet acknowledged on this subflow.",
        SubflowMetrics::mostInFlight);
    octets(
        all,
        "leastWindow",
        "The smallest window that this host advertised here, without SYN and RST.",
        SubflowMetrics::leastWindow);
    octets(all, "mostWindow", "The largest one.", SubflowMetrics::mostWindow);
    count(all, "zeroWindows", "How often this host closed its window.", m -> m.zeroWindows());
    seconds(
        all, "zeroWindowTime", "How long it was closed, in sum.", SubflowMetrics::zeroWindowTime);
    spread(
        all,
        "segmentSize",
        Unit.OCTETS,
        "of payload, in segments that have some",
        SubflowMetrics::segmentSizes);
    seconds(
        all,
        "firstData",
        "When payload first passed, since the first frame of the connection.",
        SubflowMetrics::firstData);
    seconds(all, "lastData", "When it last did.", SubflowMetrics::lastData);
    seconds(
        all,
        "longestPause",
        "The longest time between two segments with payload.",
        SubflowMetrics::longestPause);
    all.add(
        new Measure<>(
            "throughput",
            Unit.RATE,
            "Distinct octets from the first segment with payload to the last.",
            SubflowMetrics::octetsPerSecond));
    return List.copyOf(all);
  }

  private static List<Measure<StreamMetrics>> stream() {
    List<Measure<StreamMetrics>> all = new ArrayList<>();
    octets(
        all, "octets", "Distinct octets of data, by data sequence number.", StreamMetrics::octets);
    octets(
        all,
        "sentTwice",
        "Octets beyond the first copy, on whatever subflow.",
        StreamMetrics::sentTwice);
    octets(
        all,
        "reinjected",
        "Octets sent again under another mapping, mostly on another subflow.",
        StreamMetrics::reinjected);
    octets(
        all,
        "reinjectedNeedlessly",
        "Those of them that a Data ACK had covered before they passed.",
        StreamMetrics::needless);
    spread(
        all,
        "reinjectionDelay",
        Unit.SECONDS,
        "from the first copy to the reinjection",
        StreamMetrics::reinjectionDelay);
    spread(
        all,
        "rtt",
        Unit.SECONDS,
        "from the first time that octets passed, on whatever subflow, to the Data ACK that covers"
            + " them; the newest octet of each Data ACK counts",
        StreamMetrics::roundTrip);
    spread(all, "ackSize", Unit.OCTETS, "that a Data ACK newly covers", StreamMetrics::ackSizes);
    octets(
        all,
        "mostInFlight",
        "The most octets sent and not yet covered by a Data ACK.",
        StreamMetrics::mostInFlight);
    octets(
        all,
        "leastWindow",
        "The smallest window that the other host advertised together with a Data ACK.",
        StreamMetrics::leastWindow);
    seconds(
        all,
        "windowFullTime",
        "How long the shared window (highest Data ACK plus window so far) had no room for another"
            + " full segment, in sum.",
        StreamMetrics::windowFullTime);
    seconds(
        all,
        "firstData",
        "When the first octet passed, since the first frame of the connection.",
        StreamMetrics::firstData);
    seconds(all, "acked", "When a Data ACK covered the last octet.", StreamMetrics::acked);
    all.add(
        new Measure<>(
            "goodput",
            Unit.RATE,
            "Distinct octets from the first one sent to the Data ACK of the last.",
            StreamMetrics::goodput));
    octets(
        all,
        "mostWaiting",
        "The most octets that waited above a hole in the data: what the reorder buffer held.",
        m -> m.waiting().most());
    octets(
        all,
        "farthestAboveHole",
        "The farthest that octets arrived above a hole.",
        m -> m.waiting().furthest());
    count(
        all,
        "arrivedAboveHole",
        "Segments that arrived above a hole.",
        m -> m.waiting().disordered());
    seconds(all, "waitingTime", "How long octets waited, in sum.", m -> m.waiting().total());
    return List.copyOf(all);
  }

  private static <T> void count(
      List<Measure<T>> to, String name, String meaning, ToDoubleFunction<T> value) {
    to.add(new Measure<>(name, Unit.COUNT, meaning, value));
  }

  private static <T> void octets(
      List<Measure<T>> to, String name, String meaning, ToDoubleFunction<T> value) {
    to.add(new Measure<>(name, Unit.OCTETS, meaning, value));
  }

  /** Of nanoseconds. */
  private static <T> void seconds(
      List<Measure<T>> to, String name, String meaning, ToDoubleFunction<T> nanos) {
    to.add(new Measure<>(name, Unit.SECONDS, meaning, of -> scaled(nanos.applyAsDouble(of))));
  }

  private static double scaled(double nanos) {
    return nanos < 0 ? -1 : nanos * NANO;
  }

  private static <T> void spread(
      List<Measure<T>> to,
      String name,
      Unit unit,
      String meaning,
      Function<T, Distribution> value) {
    count(
        to, name + "Samples", "How many there are: " + meaning + ".", m -> value.apply(m).count());
    spread(to, name + "Least", unit, "The smallest.", value, Distribution::least);
    spread(
        to, name + "Median", unit, "What half of them do not exceed.", value, Distribution::median);
    spread(to, name + "95", unit, "What 95 of 100 do not exceed.", value, Distribution::most95);
    spread(to, name + "Most", unit, "The largest.", value, Distribution::most);
  }

  private static <T> void spread(
      List<Measure<T>> to,
      String name,
      Unit unit,
      String meaning,
      Function<T, Distribution> value,
      ToDoubleFunction<Distribution> part) {
    double scale = unit == Unit.SECONDS ? NANO : 1;
    to.add(
        new Measure<>(
            name,
            unit,
            meaning,
            of -> {
              Distribution all = value.apply(of);
              return all.count() == 0 ? -1 : part.applyAsDouble(all) * scale;
            }));
  }
}
