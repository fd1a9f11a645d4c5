package org.mptcpscope.rules.report;

import java.util.List;
import java.util.Optional;
import org.mptcpscope.core.model.ConnectionSummary;
import org.mptcpscope.core.model.ConnectionSummary.ClosedBy;
import org.mptcpscope.core.model.ConnectionSummary.Signals;
import org.mptcpscope.core.model.Fallback;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.SubflowSummary.State;

/** How a connection left MPTCP, or ended, in words. */
final class EndingWords {
  private EndingWords() {}

  /** "fell back: A, B by MP_FAIL (frames 67, 68), infinite mapping (frame 71)", if it did. */
  static Optional<String> fallback(ConnectionSummary connection) {
    Fallback one = connection.fallback();
    if (one == null) {
      return Optional.empty();
    }
    Fallback other = connection.peerFallback();
    StringBuilder line = new StringBuilder("fell back: ");
    if (other != null && other.reason() == one.reason() && other.certain() == one.certain()) {
      line.append("A, B by ").append(reason(one)).append(" (");
      line.append(Prose.frames(List.of(one.since().number(), other.since().number()), 2));
      line.append(')');
      line.append(one.certain() ? "" : " (not certain)");
    } else {
      line.append(words(one));
      if (other != null) {
        line.append(", ").append(words(other));
      }
    }
    FrameRef infinite = connection.signals().infiniteMapping();
    if (infinite != null && !isInfinite(one) && (other == null || !isInfinite(other))) {
      line.append(", infinite mapping (frame ").append(infinite.number()).append(')');
    }
    return Optional.of(line.toString());
  }

  private static boolean isInfinite(Fallback fallback) {
    return fallback.reason() == Fallback.Reason.INFINITE_MAPPING;
  }

  private static String words(Fallback fallback) {
    return fallback.by().letter()
        + " by "
        + reason(fallback)
        + " (frame "
        + fallback.since().number()
        + ")"
        + (fallback.certain() ? "" : " (not certain)");
  }

  private static String reason(Fallback fallback) {
    return switch (fallback.reason()) {
      case REFUSED -> "the answer had no MP_CAPABLE";
      case BARE_THIRD_PACKET -> "bare third packet";
      case INFINITE_MAPPING -> "infinite mapping";
      case MP_FAIL -> "MP_FAIL";
      case SILENT -> "silence";
    };
  }

  /** "by A, frame 129: MP_FASTCLOSE on RST, all 3 subflows", if it ended so. */
  static Optional<String> fastClose(ConnectionSummary connection) {
    if (connection.closedBy() != ClosedBy.FAST_CLOSE || connection.closer() == null) {
      return Optional.empty();
    }
    String frame = connection.closedAt() == null ? "" : ", frame " + connection.closedAt().number();
    Signals signals = connection.signals();
    return Optional.of(
        "by "
            + connection.closer().letter()
            + frame
            + ": MP_FASTCLOSE on "
            + (signals.fastCloseOnReset() ? "RST" : "ACK")
            + where(connection, signals.fastCloseSubflows()));
  }

  private static String where(ConnectionSummary connection, int on) {
    long all =
        connection.subflows().stream()
            .filter(one -> one.state() == State.ESTABLISHED || one.state() == State.CLOSED)
            .count();
    if (all < 2) {
      return "";
    }
    return on == all ? ", all " + all + " subflows" : ", on " + on + " of " + all + " subflows";
  }
}
