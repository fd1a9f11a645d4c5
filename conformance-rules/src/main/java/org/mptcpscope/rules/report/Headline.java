package org.mptcpscope.rules.report;

import java.util.List;
import java.util.stream.Collectors;
import org.mptcpscope.core.model.Dialect;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.ConnectionTotals;

/** The first line on a capture: what was seen. */
final class Headline {
  private static final String[] MIDSTREAM = {
    "", ", mid-stream", ", both mid-stream", ", all mid-stream"
  };

  private Headline() {}

  /** With subflows and what is unusual. */
  static String of(CaptureReport capture) {
    ConnectionTotals all = capture.totals();
    StringBuilder line = new StringBuilder(start(capture));
    if (all.count() == 0) {
      return line.toString();
    }
    if (all.strange() == all.count()) {
      return line.append(MIDSTREAM[Math.min(3, all.count())]).toString();
    }
    line.append(' ').append(versions(all)).append(", ");
    line.append(Prose.count(all.subflows(), "subflow"));
    boolean one = all.count() == 1;
    if (all.certainFallbacks() > 0) {
      line.append(one ? ", fallback" : ", " + Prose.count(all.certainFallbacks(), "fallback"));
    }
    if (all.refusedJoins() > 0) {
      line.append(", ").append(Prose.count(all.refusedJoins(), "join")).append(" refused");
    }
    if (all.midstream() > 0) {
      line.append(one ? ", mid-stream" : ", " + all.midstream() + " mid-stream");
    }
    return line.toString();
  }

  /** {@code keys given: connection 0, initiator and listener}; nothing if there are none. */
  static List<String> keysGiven(CaptureReport capture) {
    return capture.totals().keysGiven().stream().map(keys -> "keys given: " + keys).toList();
  }

  /** Frames and connections alone. */
  static String start(CaptureReport capture) {
    String frames = capture.file() + ": " + Prose.count(capture.frames(), "frame") + ", ";
    ConnectionTotals all = capture.totals();
    if (all.count() == 0) {
      int tcp = capture.tcp().count();
      return frames
          + Prose.count(tcp, "TCP connection")
          + (tcp == 0 ? "" : ", none with an MPTCP option");
    }
    return frames
        + (all.strange() == all.count()
            ? Prose.count(all.count(), "flow") + " with MPTCP"
            : Prose.count(all.count(), "MPTCP connection"));
  }

  /** {@code (v1)}, {@code (v0, v1)}, {@code (pre-standard v1: 12-octet SYN)}. */
  static String versions(ConnectionTotals connections) {
    return connections.dialects().stream()
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
}
