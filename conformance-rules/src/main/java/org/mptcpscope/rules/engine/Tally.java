package org.mptcpscope.rules.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mptcpscope.core.model.ConnectionSummary;
import org.mptcpscope.core.model.Doubt;
import org.mptcpscope.rules.api.CaptureReport.ConnectionReport;
import org.mptcpscope.rules.api.CaptureReport.Outcome;
import org.mptcpscope.rules.api.CaptureReport.VerdictCounts;
import org.mptcpscope.rules.api.Finding;
import org.mptcpscope.rules.api.Verdict;
import org.mptcpscope.rules.catalogue.Requirement;
import org.mptcpscope.rules.catalogue.Requirements;
import org.mptcpscope.rules.engine.Docket.Duty;
import org.mptcpscope.rules.engine.Weigher.Weight;

/** What became of the connections that are over: findings, and the worst verdict of each. */
final class Tally {
  /** Connections that are named for one verdict. */
  private static final int MOST_CONNECTIONS = 64;

  private final Docket docket;
  private final List<Finding> findings = new ArrayList<>();
  private final List<ConnectionReport> connections = new ArrayList<>();
  private final Map<String, Worst> worst = new HashMap<>();

  Tally(Docket docket) {
    this.docket = docket;
  }

  /** The verdict of one requirement on one connection. */
  private record Ruling(Verdict verdict, String rule, String reason, int frame) {}

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

  /** Judges a connection that is over; its model can still be asked. */
  void add(Judge judge, ConnectionSummary summary) {
    Map<Duty, String> unclear = new HashMap<>(judge.unclear);
    judge
        .expected
        .values()
        .forEach(open -> unclear.putIfAbsent(open.duty(), Doubt.CAPTURE_END.word()));
    List<Weighed> standing = weigh(judge, unclear);
    Folder.fold(standing);
    List<Finding> found = Findings.of(standing, docket, judge.connection);
    findings.addAll(found);
    Map<String, Ruling> rulings = new Rulings(judge, unclear, standing).all();
    rulings.forEach(
        (id, ruling) ->
            worst.computeIfAbsent(id, _ -> new Worst()).add(ruling, judge.connection.id()));
    connections.add(
        new ConnectionReport(
            summary, VerdictCounts.of(rulings.values().stream().map(Ruling::verdict).toList())));
  }

  private List<Weighed> weigh(Judge judge, Map<Duty, String> unclear) {
    List<Weighed> standing = new ArrayList<>();
    for (Charge charge : judge.charges) {
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

  /** The verdicts of one connection. */
  private final class Rulings {
    private final Judge judge;
    private final Map<Duty, String> unclear;
    private final List<Weighed> standing;
    private final Preconditions preconditions;

    Rulings(Judge judge, Map<Duty, String> unclear, List<Weighed> standing) {
      this.judge = judge;
      this.unclear = unclear;
      this.standing = standing;
      this.preconditions = new Preconditions(judge.connection);
    }

    Map<String, Ruling> all() {
      Map<String, Ruling> all = new HashMap<>();
      for (Duty duty : docket.duties()) {
        if (duty.on()) {
          all.merge(duty.id(), ruling(duty), Rulings::worse);
        }
      }
      return all;
    }

    private static Ruling worse(Ruling one, Ruling other) {
      return other.verdict().compareTo(one.verdict()) > 0 ? other : one;
    }

    private Ruling ruling(Duty duty) {
      String rule = docket.rules().get(duty.rule()).spec().name();
      for (Weighed weighed : standing) {
        if (weighed.duties.contains(duty)) {
          return weighed.leader == null
              ? new Ruling(Verdict.VIOLATION, rule, "", weighed.frame().number())
              : new Ruling(Verdict.INCONCLUSIVE, rule, "consequence of " + weighed.leader.id(), 0);
        }
      }
      if (Weigher.binding(duty.requirement(), judge.connection.dialect())
          == Weigher.Binding.BINDS_NOT) {
        return new Ruling(Verdict.NOT_APPLICABLE, rule, "", 0);
      }
      if (unclear.containsKey(duty)) {
        return new Ruling(Verdict.INCONCLUSIVE, rule, unclear.get(duty), 0);
      }
      if (!judge.passed.get(duty.index()) && !preconditions.seen(duty.subject())) {
        return new Ruling(Verdict.NOT_APPLICABLE, rule, "", 0);
      }
      String lacking = preconditions.lacking(duty.requirement());
      return lacking == null
          ? new Ruling(Verdict.PASS, rule, "", 0)
          : new Ruling(Verdict.INCONCLUSIVE, rule, lacking, 0);
    }
  }

  List<Finding> findings() {
    List<Finding> sorted = new ArrayList<>(findings);
    sorted.sort(Findings.ORDER);
    return sorted;
  }

  List<ConnectionReport> connections() {
    List<ConnectionReport> sorted = new ArrayList<>(connections);
    sorted.sort(Comparator.comparingInt(report -> report.summary().id()));
    return sorted;
  }

  /** The outcome of every requirement that was judged, in catalogue order. */
  Map<String, Outcome> requirements() {
    Map<String, Outcome> outcomes = new LinkedHashMap<>();
    for (Requirement requirement : Requirements.all()) {
      if (worst.containsKey(requirement.id())) {
        outcomes.put(requirement.id(), worst.get(requirement.id()).outcome());
      }
    }
    return Collections.unmodifiableMap(outcomes);
  }
}
