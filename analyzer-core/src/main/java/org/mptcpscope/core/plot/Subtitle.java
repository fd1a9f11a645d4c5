package org.mptcpscope.core.plot;

import org.mptcpscope.core.model.Addresses;
import org.mptcpscope.core.model.ConnectionSummary;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.SubflowSummary;

/** Names a connection under the title of a plot, and its subflows in the legend. */
final class Subtitle {
  private Subtitle() {}

  /** {@code connection 0, MPTCP v1: initiator A 10.0.1.1, listener B 10.0.1.2}. */
  static String of(ConnectionSummary connection) {
    int version = connection.dialect().version();
    String name = "connection " + connection.id() + ", MPTCP" + (version < 0 ? "" : " v" + version);
    if (connection.subflows().isEmpty()) {
      return name;
    }
    SubflowSummary first = connection.subflows().getFirst();
    return name
        + ": initiator A "
        + address(first, Side.INITIATOR)
        + ", listener B "
        + address(first, Side.LISTENER);
  }

  /** {@code subflow 1, 10.0.2.1}. */
  static String subflow(ConnectionSummary connection, int number, Side end) {
    return connection.subflows().stream()
        .filter(subflow -> subflow.id() == number)
        .findFirst()
        .map(subflow -> "subflow " + number + ", " + address(subflow, end))
        .orElse("subflow " + number);
  }

  private static String address(SubflowSummary subflow, Side side) {
    return Addresses.text(subflow.end(side).address().getAddress());
  }
}
