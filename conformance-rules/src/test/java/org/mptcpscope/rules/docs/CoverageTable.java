package org.mptcpscope.rules.docs;

import java.util.List;
import java.util.stream.Collectors;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.catalogue.Requirement;
import org.mptcpscope.rules.catalogue.RequirementTexts;
import org.mptcpscope.rules.catalogue.Requirements;
import org.mptcpscope.rules.catalogue.RuleCatalogue;

/** Every requirement with the rule that checks it, or the reason why none does. */
final class CoverageTable {
  private CoverageTable() {}

  static String page() {
    long checked =
        Requirements.all().stream()
            .filter(one -> !RuleCatalogue.reporting(one.id()).isEmpty())
            .count();
    long checkable = Requirements.all().stream().filter(Requirement::isCheckable).count();
    StringBuilder page = new StringBuilder("# What is checked of RFC 8684 and RFC 6824\n\n");
    page.append("Of ").append(Requirements.all().size()).append(" requirements a trace can show ");
    page.append(checkable).append("; rules check ").append(checked).append(" of them today.\n\n");
    page.append("| requirement | RFC, section | keyword | tier | checked by |\n");
    page.append("|---|---|---|---|---|\n");
    for (Requirement one : Requirements.all()) {
      page.append("| ").append(one.id());
      page.append(" | ").append(one.spec().substring(3)).append(", ").append(one.section());
      page.append(" | ").append(one.keyword().word());
      page.append(" | ").append(one.tier().word());
      page.append(" | ").append(checkedBy(one)).append(" |\n");
    }
    return page.toString();
  }

  private static String checkedBy(Requirement one) {
    List<Rule> rules = RuleCatalogue.reporting(one.id());
    if (!rules.isEmpty()) {
      return rules.stream()
          .map(rule -> rule.spec().name())
          .map(name -> "[" + name + "](../rules/" + name + ".md)")
          .collect(Collectors.joining(", "));
    }
    return one.isCheckable()
        ? "not yet"
        : "a trace cannot show it: " + RequirementTexts.of(one.id()).whyNot().replace("|", "\\|");
  }
}
