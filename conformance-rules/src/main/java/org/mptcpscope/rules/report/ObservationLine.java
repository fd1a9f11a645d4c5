package org.mptcpscope.rules.report;

import java.util.ArrayList;
import java.util.List;
import org.mptcpscope.core.metric.Observation;
import org.mptcpscope.core.plot.Numbers;

/** An observation in one line: what it cost, what it was, which frames show it. */
final class ObservationLine {
  /** Columns of the cost. */
  private static final int COST = 7;

  /** From here on in seconds with as many digits as a capture is worth. */
  private static final long SECOND = 1_000_000_000L;

  private ObservationLine() {}

  /** {@code 3.712 s subflow 0.1 fell silent: nothing from B between frames 866 and 3936}. */
  static String of(Observation seen) {
    return "  " + Prose.right(cost(seen), COST) + "  " + text(seen);
  }

  private static String cost(Observation seen) {
    return seen.time() >= SECOND
        ? Numbers.seconds(seen.time(), 3) + " s"
        : seen.time() > 0
            ? Numbers.duration(seen.time())
            : seen.octets() > 0 ? octets(seen.octets()) : "";
  }

  private static String text(Observation seen) {
    String subflow = seen.connection() + "." + seen.subflow();
    String from = seen.sender().letter() + " > " + seen.sender().peer().letter();
    return switch (seen.kind()) {
      case SUBFLOW_SILENT -> "subflow " + subflow + " fell silent: " + seen.detail();
      case DATA_ACK_STOOD ->
          from
              + ": Data ACK stood still "
              + seen.detail()
              + (seen.subflow() < 0 ? "" : ", on subflow " + subflow)
              + frames(seen);
      case WINDOW_FULL -> from + ": window full" + frames(seen);
      case ZERO_WINDOW ->
          from
              + ": window closed "
              + Prose.count(seen.count(), "time")
              + " by "
              + seen.sender().peer().letter()
              + " on subflow "
              + subflow
              + frames(seen);
      case JOIN_LATE -> "subflow " + subflow + " joined late" + frames(seen);
      case NEEDLESS ->
          from
              + ": sent again on subflow "
              + subflow
              + " after the Data ACK, "
              + Prose.count(seen.count(), "segment")
              + frames(seen);
      case REINJECTION ->
          from
              + ": reinjected on subflow "
              + subflow
              + ", "
              + Prose.count(seen.count(), "segment")
              + frames(seen);
      case DATA_ACK_BACK ->
          from + ": Data ACK went back, " + Prose.count(seen.count(), "time") + frames(seen);
      case NEVER_USED -> "subflow " + subflow + " never carried data" + frames(seen);
    };
  }

  private static String frames(Observation seen) {
    return seen.frames().isEmpty() ? "" : " (" + Prose.frames(seen.frames(), 3) + ")";
  }

  /** As in the table of connections. */
  private static String octets(long octets) {
    return Numbers.octets(octets).replace(" octets", " B").replace(" octet", " B");
  }

  /** The lines of several, with their heading; none without any. */
  static List<String> list(List<Observation> all, int most) {
    List<String> lines = new ArrayList<>();
    if (!all.isEmpty()) {
      lines.add("observations (measured, no verdict)");
      all.stream().limit(most).forEach(seen -> lines.add(of(seen)));
      if (all.size() > most) {
        lines.add("  ... " + (all.size() - most) + " more (mptcpscope stats --observations)");
      }
    }
    return lines;
  }
}
