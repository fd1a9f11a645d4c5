package org.mptcpscope.rules.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.rules.api.Finding;
import org.mptcpscope.rules.api.Severity;

/** Findings that read equal, so that one stands for all. */
record Groups(List<Group> groups) {

  /**
   * Findings of one rule, requirement, side, severity and message.
   *
   * @param all at least one, in the order of the report
   */
  record Group(List<Finding> all) {
    Finding first() {
      return all.getFirst();
    }

    /** How often it was found, with repetitions. */
    long count() {
      // Of those in a group that the report does not list, only the sum is known.
      long count = 0;
      long listed = 0;
      for (Finding finding : all) {
        if (finding.grouped() != null) {
          count += finding.grouped().count();
          listed += finding.grouped().listed() - 1;
        } else if (listed > 0) {
          listed--;
        } else {
          count += finding.count();
        }
      }
      return count;
    }

    /** How many findings there are, with those that the report does not list. */
    long size() {
      return all.stream().mapToLong(Finding::standsFor).sum();
    }
  }

  private record Likeness(
      String rule, String requirement, Side side, Severity severity, String message) {}

  /** Groups in the order of their first findings. */
  static Groups of(List<Finding> findings, boolean each) {
    if (each) {
      return new Groups(findings.stream().map(one -> new Group(List.of(one))).toList());
    }
    Map<Likeness, List<Finding>> alike = new LinkedHashMap<>();
    for (Finding finding : findings) {
      Likeness likeness =
          new Likeness(
              finding.rule(),
              finding.requirement(),
              finding.fault().side(),
              finding.severity(),
              finding.message());
      alike.computeIfAbsent(likeness, _ -> new ArrayList<>()).add(finding);
    }
    return new Groups(alike.values().stream().map(Group::new).toList());
  }
}
