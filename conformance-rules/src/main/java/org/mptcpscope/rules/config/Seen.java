package org.mptcpscope.rules.config;

import java.util.List;
import org.mptcpscope.core.model.ConnectionSummary;
import org.mptcpscope.core.model.Fallback;
import org.mptcpscope.core.model.SubflowSummary;
import org.mptcpscope.core.model.SubflowSummary.State;

/** What a connection shows, as expectations ask for it. */
final class Seen {
  private Seen() {}

  /** Subflows whose handshake ended well, the first one among them. */
  static long opened(ConnectionSummary connection) {
    return connection.subflows().stream()
        .filter(one -> one.state() == State.ESTABLISHED || one.state() == State.CLOSED)
        .count();
  }

  /** Why joins were refused. */
  static List<String> refusals(ConnectionSummary connection) {
    return connection.subflows().stream()
        .filter(one -> one.id() > 0 && one.state() == State.REFUSED)
        .map(SubflowSummary::stateReason)
        .map(String::valueOf)
        .toList();
  }

  static String words(Fallback fallback) {
    return fallback.reason().word()
        + " by the "
        + fallback.by().word()
        + " in frame "
        + fallback.since().number()
        + (fallback.certain() ? "" : ", not certain");
  }

  static String ending(ConnectionSummary connection) {
    if (connection.closedBy() == null) {
      return "no end";
    }
    return connection.closedBy().word()
        + (connection.closer() == null ? "" : " of the " + connection.closer().word());
  }
}
