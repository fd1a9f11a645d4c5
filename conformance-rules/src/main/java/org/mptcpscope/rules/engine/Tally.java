package org.mptcpscope.rules.engine;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.mptcpscope.core.model.ConnectionSummary;
import org.mptcpscope.core.model.Doubt;
import org.mptcpscope.core.trace.StreamRanks;
import org.mptcpscope.core.trace.TraceOptions.CapturedAt;
import org.mptcpscope.rules.api.CaptureReport.ConnectionReport;
import org.mptcpscope.rules.api.CaptureReport.Outcome;
import org.mptcpscope.rules.api.CaptureReport.VerdictCounts;
import org.mptcpscope.rules.api.ConnectionTotals;
import org.mptcpscope.rules.api.Finding;
import org.mptcpscope.rules.engine.Docket.Duty;
import org.mptcpscope.rules.engine.Rulings.Ruling;
import org.mptcpscope.rules.engine.Weigher.Weight;

/** What became of the connections that are over: findings, and the worst verdict of each. */
final class Tally {
  /** Connections that are named for one verdict. */
  private static final int MOST_CONNECTIONS = 64;

  private final Docket docket;
  private final Rulings rulings;
  private final Worst[] worst;
  private final FindingBook findings = new FindingBook();
  private final ConnectionTotals.Counter totals;

  /** Null if nobody asks for the connections. */
  private final Ledger ledger;

  Tally(Docket docket, LintOptions options) {
    this.docket = docket;
    totals = new ConnectionTotals.Counter(address(options.trace().capturedAt()));
    ledger = options.connections() ? new Ledger(Ledger.temporary()) : null;
    rulings = new Rulings(docket);
    worst = new Worst[rulings.requirements().size()];
  }

  private static InetAddress address(CapturedAt stated) {
    return stated instanceof CapturedAt.AtAddress(InetAddress address) ? address : null;
  }

  /** The worst verdict of one requirement so far. */
  private static final class Worst {
    private Ruling ruling;
    private final List<Integer> connections = new ArrayList<>(1);
    private int count;

    void add(Ruling another, int connection) {
      int order = ruling == null ? 1 : another.verdict().compareTo(ruling.verdict());
      if (order > 0) {
        ruling = another;
        connections.clear();
        count = 0;
      }
      if (order >= 0) {
        count++;
        if (connections.size() < MOST_CONNECTIONS) {
          connections.add(connection);
        }
      }
    }

    Outcome outcome() {
      return new Outcome(
          ruling.verdict(), ruling.rule(), ruling.reason(), connections, count, ruling.frame());
    }
  }

  /** What would be found if a connection that is open were over; nothing is counted. */
  List<Finding> soFar(Judge judge) {
    List<Weighed> standing = weigh(judge, new HashMap<>());
    Folder.fold(standing);
    return Findings.of(standing, docket, judge.connection);
  }

  /** Judges a connection that is over; its model can still be asked. Returns what was found. */
  List<Finding> add(Judge judge, ConnectionSummary summary) {
    Map<Duty, String> unclear = new HashMap<>(judge.unclear());
    judge.expected().forEach(open -> unclear.putIfAbsent(open.duty(), Doubt.CAPTURE_END.word()));
    List<Weighed> standing = weigh(judge, unclear);
    Folder.fold(standing);
    List<Finding> found = Findings.of(standing, docket, judge.connection);
    found.forEach(findings::add);
    Ruling[] verdicts = rulings.of(judge, unclear, standing);
    for (int i = 0; i < verdicts.length; i++) {
      worst[i] = worst[i] == null ? new Worst() : worst[i];
      worst[i].add(verdicts[i], judge.connection.id());
    }
    totals.add(summary);
    if (ledger != null) {
      VerdictCounts counts = VerdictCounts.of(Stream.of(verdicts).map(Ruling::verdict).toList());
      ledger.enter(new ConnectionReport(summary, counts));
    }
    return found;
  }

  private List<Weighed> weigh(Judge judge, Map<Duty, String> unclear) {
    List<Weighed> standing = new ArrayList<>();
    for (Charge charge : judge.charges()) {
      List<Duty> reported = reported(charge);
      if (reported.isEmpty()) {
        continue;
      }
      switch (Weigher.weigh(charge, judge)) {
        case Weight.Stands stands -> standing.add(new Weighed(charge, stands, reported));
        case Weight.Unclear(String reason) ->
            reported.forEach(duty -> unclear.putIfAbsent(duty, reason));
        case Weight.Unbound() -> {}
      }
    }
    standing.sort(
        Comparator.<Weighed>comparingLong(one -> one.frame().time())
            .thenComparingInt(one -> one.frame().number()));
    return standing;
  }

  private List<Duty> reported(Charge charge) {
    List<Duty> reported = new ArrayList<>();
    Duty judged = docket.reported(charge.duty);
    if (judged != null) {
      reported.add(judged);
    }
    charge.also.stream()
        .filter(duty -> duty.on() && !reported.contains(duty))
        .forEach(reported::add);
    return reported;
  }

  /** In the order of reports. */
  List<Finding> findings() {
    return findings.findings();
  }

  /** Counts over all connections. */
  ConnectionTotals totals() {
    return totals.totals();
  }

  /** In the order of their ids, if they were asked for. */
  List<ConnectionReport> connections(StreamRanks streams) {
    return ledger == null ? List.of() : ledger.close(streams);
  }

  /** The outcome of every requirement that was judged, in catalogue order. */
  Map<String, Outcome> requirements() {
    Map<String, Outcome> outcomes = new LinkedHashMap<>();
    for (int i = 0; i < worst.length; i++) {
      if (worst[i] != null) {
        outcomes.put(rulings.requirements().get(i), worst[i].outcome());
      }
    }
    return Collections.unmodifiableMap(outcomes);
  }
}
