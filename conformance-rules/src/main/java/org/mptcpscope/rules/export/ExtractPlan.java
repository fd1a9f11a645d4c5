package org.mptcpscope.rules.export;

import java.net.InetAddress;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mptcpscope.core.export.Extract;
import org.mptcpscope.core.export.SubflowIndex;
import org.mptcpscope.core.model.ConnectionSummary;
import org.mptcpscope.core.model.ConnectionSummary.State;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.CaptureReport.ConnectionReport;
import org.mptcpscope.rules.api.Finding;
import org.mptcpscope.rules.api.Finding.Shown;

/**
 * Which frames of a capture are extracted. A connection comes with those that its findings show
 * frames of: a key that was used twice proves nothing without its other use. A lonely join comes
 * with the connections of its hosts: that it has the token of none is what they show.
 *
 * @param connections ids of the connections whose subflows are copied
 * @param subflow id of the only subflow that is copied, or -1 for all
 */
public record ExtractPlan(Set<Integer> connections, int subflow) {
  /** An option cannot be longer than 65535 octets; a person reads less. */
  private static final int LONGEST = 4000;

  public ExtractPlan {
    connections = Set.copyOf(connections);
  }

  /** A connection, and those that its findings need. */
  public static ExtractPlan connection(CaptureReport report, int id) {
    Set<Integer> ids = new TreeSet<>(Set.of(id));
    for (Finding finding : report.findings()) {
      if (finding.connection() == id) {
        ids.addAll(shown(finding));
      }
    }
    ids.addAll(beside(report, id));
    return new ExtractPlan(ids, -1);
  }

  /** The connection of a finding, and those that it shows frames of. */
  public static ExtractPlan finding(CaptureReport report, Finding finding) {
    Set<Integer> ids = new TreeSet<>(Set.of(finding.connection()));
    ids.addAll(shown(finding));
    ids.addAll(beside(report, finding.connection()));
    return new ExtractPlan(ids, -1);
  }

  /** The connections of the same hosts, of one that has no handshake of its own. */
  private static Set<Integer> beside(CaptureReport report, int id) {
    Set<InetAddress> hosts =
        report.connections().stream()
            .map(ConnectionReport::summary)
            .filter(one -> one.id() == id && isLonelyJoin(one))
            .flatMap(ExtractPlan::addresses)
            .collect(Collectors.toSet());
    return hosts.isEmpty()
        ? Set.of()
        : report.connections().stream()
            .map(ConnectionReport::summary)
            .filter(one -> addresses(one).anyMatch(hosts::contains))
            .map(ConnectionSummary::id)
            .collect(Collectors.toSet());
  }

  /** Whether its first subflow was joined, by a token of no connection of the capture. */
  private static boolean isLonelyJoin(ConnectionSummary one) {
    return one.state() == State.MIDSTREAM && one.subflows().getFirst().initiator().addressId() >= 0;
  }

  private static Stream<InetAddress> addresses(ConnectionSummary connection) {
    return connection.subflows().stream()
        .flatMap(subflow -> Stream.of(subflow.initiator(), subflow.listener()))
        .map(end -> end.address().getAddress());
  }

  /** One subflow. */
  public static ExtractPlan subflow(int connection, int subflow) {
    return new ExtractPlan(Set.of(connection), subflow);
  }

  private static Set<Integer> shown(Finding finding) {
    return finding.evidence().stream()
        .map(Shown::connection)
        .filter(connection -> connection >= 0)
        .collect(Collectors.toSet());
  }

  /**
   * What copies it.
   *
   * @param report with all connections of the capture
   */
  public Extract of(CaptureReport report) {
    SubflowIndex index = new SubflowIndex();
    report.connections().forEach(connection -> index.add(connection.summary()));
    return new Extract(
        index,
        entry ->
            connections.contains(entry.connection())
                && (subflow < 0 || subflow == entry.subflow()));
  }

  /** Says where the frames come from, for the file that holds them. */
  public String comment(String file, BitSet frames) {
    List<Integer> ids = connections.stream().sorted().toList();
    String what =
        subflow >= 0
            ? "subflow " + ids.getFirst() + "." + subflow
            : ids.size() == 1
                ? "connection " + ids.getFirst()
                : "connections "
                    + ids.stream().map(String::valueOf).collect(Collectors.joining(", "));
    return "mptcpscope extract: " + what + " of " + file + ", frames " + ranges(frames);
  }

  /** {@code 3, 5-9, 12}. */
  private static String ranges(BitSet frames) {
    StringBuilder text = new StringBuilder();
    int from = frames.nextSetBit(0);
    while (from >= 0) {
      int to = frames.nextClearBit(from) - 1;
      if (text.length() > LONGEST) {
        return text + ", ... (" + frames.cardinality() + " frames)";
      }
      text.append(text.isEmpty() ? "" : ", ").append(from).append(to > from ? "-" + to : "");
      from = frames.nextSetBit(to + 1);
    }
    return text.toString();
  }
}
