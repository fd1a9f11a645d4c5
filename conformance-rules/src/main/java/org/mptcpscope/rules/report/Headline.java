package org.mptcpscope.rules.report;

import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.mptcpscope.core.model.ConnectionSummary;
import org.mptcpscope.core.model.ConnectionSummary.State;
import org.mptcpscope.core.model.Dialect;
import org.mptcpscope.core.model.SubflowSummary;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.CaptureReport.ConnectionReport;

/** The first line on a capture: what was seen. */
final class Headline {
  private static final String[] MIDSTREAM = {
    "", ", mid-stream", ", both mid-stream", ", all mid-stream"
  };

  private Headline() {}

  /** With subflows and what is unusual. */
  static String of(CaptureReport capture) {
    List<ConnectionSummary> all = summaries(capture);
    StringBuilder line = new StringBuilder(start(capture));
    if (all.isEmpty()) {
      return line.toString();
    }
    int subflows = all.stream().mapToInt(one -> one.subflows().size()).sum();
    long midstream = count(all, one -> one.state() == State.MIDSTREAM);
    if (midstream == all.size() && count(all, one -> one.dialect() != Dialect.UNKNOWN) == 0) {
      return line.append(MIDSTREAM[(int) Math.min(3, midstream)]).toString();
    }
    line.append(' ').append(versions(all)).append(", ").append(Prose.count(subflows, "subflow"));
    long fallbacks = count(all, one -> one.fallback() != null && one.fallback().certain());
    if (fallbacks > 0) {
      line.append(all.size() == 1 ? ", fallback" : ", " + Prose.count(fallbacks, "fallback"));
    }
    long refused =
        all.stream()
            .flatMap(one -> one.subflows().stream())
            .filter(one -> one.id() > 0 && one.state() == SubflowSummary.State.REFUSED)
            .count();
    if (refused > 0) {
      line.append(", ").append(Prose.count(refused, "join")).append(" refused");
    }
    if (midstream > 0) {
      line.append(all.size() == 1 ? ", mid-stream" : ", " + midstream + " mid-stream");
    }
    return line.toString();
  }

  /** Frames and connections alone. */
  static String start(CaptureReport capture) {
    String frames = capture.file() + ": " + Prose.count(capture.frames(), "frame") + ", ";
    int connections = capture.connections().size();
    if (connections == 0) {
      int tcp = capture.tcp().count();
      return frames
          + Prose.count(tcp, "TCP connection")
          + (tcp == 0 ? "" : ", none with an MPTCP option");
    }
    boolean unknown =
        capture.connections().stream()
            .allMatch(
                one ->
                    one.summary().state() == State.MIDSTREAM
                        && one.summary().dialect() == Dialect.UNKNOWN);
    return frames
        + (unknown
            ? Prose.count(connections, "flow") + " with MPTCP"
            : Prose.count(connections, "MPTCP connection"));
  }

  /** {@code (v1)}, {@code (v0, v1)}, {@code (pre-standard v1: 12-octet SYN)}. */
  static String versions(List<ConnectionSummary> connections) {
    return connections.stream()
        .map(ConnectionSummary::dialect)
        .collect(Collectors.toCollection(TreeSet::new))
        .stream()
        .map(Headline::version)
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private static String version(Dialect dialect) {
    return switch (dialect) {
      case V0 -> "v0";
      case V1 -> "v1";
      case V1_BIS -> "pre-standard v1: SHA-1";
      case V1_KEYED_SYN -> "pre-standard v1: 12-octet SYN";
      case UNKNOWN -> "version unknown";
    };
  }

  static List<ConnectionSummary> summaries(CaptureReport capture) {
    return capture.connections().stream().map(ConnectionReport::summary).toList();
  }

  private static long count(List<ConnectionSummary> all, Predicate<ConnectionSummary> which) {
    return all.stream().filter(which).count();
  }
}
