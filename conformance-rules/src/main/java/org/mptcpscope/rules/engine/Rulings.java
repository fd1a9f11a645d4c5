package org.mptcpscope.rules.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mptcpscope.core.model.Dialect;
import org.mptcpscope.rules.api.Verdict;
import org.mptcpscope.rules.catalogue.Requirement;
import org.mptcpscope.rules.catalogue.Requirements;
import org.mptcpscope.rules.engine.Docket.Duty;
import org.mptcpscope.rules.engine.Weigher.Binding;

/** Makes the verdicts of a connection, one for each requirement that is judged. */
final class Rulings {
  private final Docket docket;
  private final List<String> requirements = new ArrayList<>();
  private final List<Duty> duties = new ArrayList<>();

  /** By place in {@link #duties}: which requirement, and the two verdicts that most get. */
  private final int[] slots;

  private final Ruling[] passed;
  private final Ruling[] notApplicable;

  /** The verdict of one requirement on one connection, and the offending frame or 0. */
  record Ruling(Verdict verdict, String rule, String reason, int frame) {}

  Rulings(Docket docket) {
    this.docket = docket;
    docket.duties().stream().filter(Duty::on).forEach(duties::add);
    Map<String, Integer> places = new HashMap<>();
    for (Requirement requirement : Requirements.all()) {
      if (duties.stream().anyMatch(duty -> duty.id().equals(requirement.id()))) {
        places.put(requirement.id(), requirements.size());
        requirements.add(requirement.id());
      }
    }
    slots = duties.stream().mapToInt(duty -> places.get(duty.id())).toArray();
    passed = constants(Verdict.PASS);
    notApplicable = constants(Verdict.NOT_APPLICABLE);
  }

  private Ruling[] constants(Verdict verdict) {
    return duties.stream()
        .map(duty -> new Ruling(verdict, rule(duty), "", 0))
        .toArray(Ruling[]::new);
  }

  private String rule(Duty duty) {
    return docket.rules().get(duty.rule()).spec().name();
  }

  /** The requirements that are judged, in catalogue order. */
  List<String> requirements() {
    return requirements;
  }

  /** The verdicts of a connection, in the order of {@link #requirements}. */
  Ruling[] of(Judge judge, Map<Duty, String> unclear, List<Weighed> standing) {
    Ruling[] rulings = new Ruling[requirements.size()];
    Preconditions preconditions = new Preconditions(judge.connection);
    Dialect dialect = judge.connection.dialect();
    for (int i = 0; i < slots.length; i++) {
      Duty duty = duties.get(i);
      Ruling ruling = found(duty, standing);
      if (ruling == null && Weigher.binding(duty.requirement(), dialect) == Binding.BINDS_NOT) {
        ruling = notApplicable[i];
      }
      if (ruling == null && unclear.containsKey(duty)) {
        ruling = new Ruling(Verdict.INCONCLUSIVE, rule(duty), unclear.get(duty), 0);
      }
      if (ruling == null) {
        ruling = silent(i, judge, preconditions);
      }
      Ruling other = rulings[slots[i]];
      if (other == null || ruling.verdict().compareTo(other.verdict()) > 0) {
        rulings[slots[i]] = ruling;
      }
    }
    return rulings;
  }

  private Ruling found(Duty duty, List<Weighed> standing) {
    Ruling folded = null;
    for (Weighed weighed : standing) {
      if (weighed.duties.contains(duty)) {
        if (weighed.leader == null) {
          return new Ruling(Verdict.VIOLATION, rule(duty), "", weighed.frame().number());
        }
        String reason = "consequence of " + weighed.leader.id();
        folded = new Ruling(Verdict.INCONCLUSIVE, rule(duty), reason, 0);
      }
    }
    return folded;
  }

  private Ruling silent(int i, Judge judge, Preconditions preconditions) {
    Duty duty = duties.get(i);
    if (!judge.passed.get(duty.index()) && !preconditions.seen(duty.subject())) {
      return notApplicable[i];
    }
    String lacking = preconditions.lacking(duty.requirement(), duty.subject());
    return lacking == null ? passed[i] : new Ruling(Verdict.INCONCLUSIVE, rule(duty), lacking, 0);
  }
}
