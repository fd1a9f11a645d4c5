package org.mptcpscope.rules.config;

import org.mptcpscope.rules.api.Finding;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Severity;
import org.mptcpscope.rules.catalogue.Names;
import org.mptcpscope.rules.catalogue.Requirement;
import org.mptcpscope.rules.catalogue.Requirements;
import org.mptcpscope.rules.catalogue.RuleCatalogue;

/**
 * The most that findings may weigh. Nobody raises a severity: what the engine lowered for want of
 * proof stays low, whatever a file says.
 *
 * @param name of a rule or requirement, or a prefix or glob of one
 */
record Cap(String name, Severity most) {
  boolean covers(Finding finding) {
    return Names.matches(name, finding.rule()) || Names.matches(name, finding.requirement());
  }

  /** The most that the catalogue lets any of the rules and requirements of this name weigh. */
  static Severity ceiling(String name) {
    Severity highest = Severity.NOTE;
    for (Requirement requirement : Requirements.all()) {
      boolean named =
          Names.matches(name, requirement.id())
              || RuleCatalogue.reporting(requirement.id()).stream()
                  .map(rule -> rule.spec())
                  .map(RuleSpec::name)
                  .anyMatch(rule -> Names.matches(name, rule));
      if (named && requirement.severity().compareTo(highest) > 0) {
        highest = requirement.severity();
      }
    }
    return highest;
  }
}
