package org.mptcpscope.gui.presenter;

import java.util.List;
import org.mptcpscope.core.model.Addresses;
import org.mptcpscope.core.model.ConnectionSummary;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.SubflowSummary;
import org.mptcpscope.rules.api.Severity;

/**
 * A connection in the tree.
 *
 * @param title "Connection 0"
 * @param detail version and end
 * @param worst of its findings, or null
 * @param facts name and value, below the tree
 */
public record ConnectionRow(
    int id,
    String title,
    String detail,
    Severity worst,
    List<SubflowRow> subflows,
    List<Fact> facts) {

  /** A name and a value. */
  public record Fact(String name, String value) {}

  /**
   * A subflow in the tree.
   *
   * @param share of the payload octets of all subflows, 0 to 1
   */
  public record SubflowRow(
      int id, String initiator, String listener, String end, String octets, double share) {}

  static ConnectionRow of(ConnectionSummary connection, Severity worst) {
    long all =
        connection.subflows().stream()
            .mapToLong(s -> s.bytesFromInitiator() + s.bytesFromListener())
            .sum();
    return new ConnectionRow(
        connection.id(),
        "Connection " + connection.id(),
        Words.end(connection),
        worst,
        connection.subflows().stream().map(s -> row(s, all)).toList(),
        facts(connection));
  }

  private static SubflowRow row(SubflowSummary subflow, long all) {
    long octets = subflow.bytesFromInitiator() + subflow.bytesFromListener();
    return new SubflowRow(
        subflow.id(),
        Words.address(subflow.initiator().address()),
        Words.address(subflow.listener().address()),
        Words.end(subflow),
        Words.octets(octets),
        all == 0 ? 0 : (double) octets / all);
  }

  private static List<Fact> facts(ConnectionSummary connection) {
    return List.of(
        new Fact("Initiator", "A  " + addresses(connection, Side.INITIATOR)),
        new Fact("Listener", "B  " + addresses(connection, Side.LISTENER)),
        new Fact("Fallback", Words.fallback(connection)),
        new Fact("Data A → B", Words.octets(connection.dataFromInitiator())),
        new Fact("Data B → A", Words.octets(connection.dataFromListener())),
        new Fact("Captured at", connection.vantage().word()));
  }

  private static String addresses(ConnectionSummary connection, Side side) {
    return String.join(
        ", ",
        connection.subflows().stream()
            .map(s -> Addresses.text(s.end(side).address().getAddress()))
            .distinct()
            .toList());
  }
}
