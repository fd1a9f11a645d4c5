package org.mptcpscope.core.reconstruct;

import java.util.Comparator;
import java.util.List;
import org.mptcpscope.core.capture.CaptureWarning;

/** What a pass has to say about the capture: each kind once, with a count. */
final class PassWarnings {
  static final String TRANSLATED = "translatedCopies";
  static final String CORRUPT = "corruptSegments";
  static final String ALTERED = "alteredSegments";
  static final String EVICTED = "evictedConnections";
  static final String JOINS_IGNORED = "ignoredJoins";
  static final String FLOWS_FORGOTTEN = "forgottenFlows";

  /** Pairs of clocks that are named. */
  private static final int MOST_PAIRS = 3;

  private final List<CaptureWarning> warnings;

  PassWarnings(List<CaptureWarning> warnings) {
    this.warnings = warnings;
  }

  void add(String code, long count, String what, int frame) {
    if (count > 0) {
      warnings.add(new CaptureWarning(code, count + what, frame));
    }
  }

  /** Clocks that differ: each pair once, of many the first few. */
  void clocks(ClockSkew skew) {
    List<ClockSkew.Pair> pairs =
        skew.differing().stream()
            .sorted(
                Comparator.comparingInt(ClockSkew.Pair::first)
                    .thenComparingInt(ClockSkew.Pair::second))
            .limit(MOST_PAIRS)
            .toList();
    for (ClockSkew.Pair pair : pairs) {
      long micros = pair.nanos() / 1000;
      warnings.add(
          new CaptureWarning(
              CaptureWarning.CLOCK_SKEW,
              ("the clocks of interfaces %d and %d differ by at least %d.%03d ms,"
                      + " what rests on the order of nearer frames is not judged")
                  .formatted(pair.first(), pair.second(), micros / 1000, micros % 1000),
              0));
    }
  }

  /** What was dropped so that memory stays bounded. */
  void bounds(Connections connections, FlowTable flows) {
    add(
        EVICTED,
        connections.evicted(),
        " silent connections were ended as idle, more than "
            + connections.limits().live()
            + " were open"
            + (connections.limits().live() < Limits.MOST_LIVE ? ", too many for this heap" : ""),
        0);
    add(
        EVICTED,
        connections.unanswered(),
        " connections were ended as idle, too many had no answer to their SYN",
        0);
    add(
        JOINS_IGNORED,
        connections.joinsIgnored(),
        " subflows were not followed, their connections had too many",
        0);
    add(
        FLOWS_FORGOTTEN,
        flows.crowdedOut(),
        " flows were forgotten early, too many were open, and count again if they go on",
        0);
  }
}
