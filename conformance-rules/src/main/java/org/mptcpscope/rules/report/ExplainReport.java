package org.mptcpscope.rules.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.mptcpscope.core.model.Doubt;
import org.mptcpscope.core.model.Need;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.catalogue.Names;
import org.mptcpscope.rules.catalogue.Requirement;
import org.mptcpscope.rules.catalogue.Requirement.Trait;
import org.mptcpscope.rules.catalogue.RequirementTexts;
import org.mptcpscope.rules.catalogue.Requirements;
import org.mptcpscope.rules.catalogue.RuleCatalogue;

/** The page of {@code explain}: a rule, or a requirement that none checks. */
public final class ExplainReport {
  private static final String MARGIN = "  ";
  private static final String HANG = " ".repeat(12);

  /** Requirements of the same section that are named. */
  private static final int MOST_SEE_ALSO = 3;

  private final TextStyle style;
  private final Consumer<String> out;

  private ExplainReport(TextStyle style, Consumer<String> out) {
    this.style = style;
    this.out = out;
  }

  /**
   * Writes the page line by line.
   *
   * @param name a rule, or a requirement
   * @throws org.mptcpscope.rules.catalogue.UnknownNameException if it is neither
   */
  public static void write(String name, TextStyle style, Consumer<String> out) {
    ExplainReport report = new ExplainReport(style, out);
    Optional<Rule> rule = RuleCatalogue.byName(name);
    if (rule.isPresent()) {
      report.rule(rule.get().spec());
      return;
    }
    Requirement requirement = Requirements.byId(name).orElseThrow(() -> Names.unknown(name));
    List<Rule> rules = RuleCatalogue.reporting(name);
    if (rules.isEmpty()) {
      report.requirement(requirement);
    }
    for (int i = 0; i < rules.size(); i++) {
      if (i > 0) {
        out.accept("");
      }
      report.rule(rules.get(i).spec());
    }
  }

  private void rule(RuleSpec spec) {
    head(
        spec.name(),
        RulesReport.severity(spec).word()
            + ", "
            + RulesReport.tier(spec).word()
            + ", since "
            + spec.since());
    text(MARGIN, spec.message());
    for (String paragraph : RulePages.prose(spec.name())) {
      text(MARGIN, paragraph);
    }
    for (String id : spec.subjects().keySet()) {
      Requirement one = Requirements.get(id);
      part("demands", cite(one) + ": " + Prose.clause(one.paraphrase()));
      part("applies", applies(one));
      String needs = needs(one);
      if (!needs.isEmpty()) {
        part("needs", needs);
      }
      part("example", Prose.clause(RequirementTexts.of(one.id()).example()));
    }
    part("see also", seeAlso(spec));
  }

  private static String cite(Requirement one) {
    return one.id() + " (" + FindingBlock.rfc(one.spec()) + ", " + one.section() + ")";
  }

  private static String applies(Requirement one) {
    String versions =
        one.versions().size() > 1
            ? "versions 0 and 1"
            : "version " + one.versions().iterator().next();
    return versions
        + (one.is(Trait.UNKNOWN_VERSION) ? "; version unknown: a note" : "")
        + "; at most "
        + (one.severity().word().equals("error") ? "an " : "a ")
        + one.severity().word();
  }

  private static String needs(Requirement one) {
    List<String> parts = new ArrayList<>();
    String hard = words(one, true);
    if (!hard.isEmpty()) {
      parts.add(hard + " (else inconclusive)");
    }
    String soft = words(one, false);
    if (!soft.isEmpty()) {
      parts.add(soft + (one.is(Trait.REACTION) ? " (else a note)" : " (else less sure)"));
    }
    String silent = doubts(one.exceptions(), Doubt.Effect.SUPPRESSES);
    if (!silent.isEmpty()) {
      parts.add("silent: " + silent);
    }
    String weaker = doubts(one.exceptions(), Doubt.Effect.WEAKENS);
    if (!weaker.isEmpty()) {
      parts.add("less sure: " + weaker);
    }
    return String.join("; ", parts);
  }

  private static String words(Requirement one, boolean hard) {
    return one.needs().stream()
        .filter(need -> need.isHard() == hard)
        .sorted()
        .map(Need::word)
        .collect(Collectors.joining(", "));
  }

  private static String doubts(Set<Doubt> doubts, Doubt.Effect effect) {
    return doubts.stream()
        .filter(doubt -> doubt.effect() == effect)
        .sorted()
        .map(Doubt::word)
        .collect(Collectors.joining(", "));
  }

  private static String seeAlso(RuleSpec spec) {
    Requirement primary = Requirements.get(spec.requirement());
    String others =
        Requirements.all().stream()
            .filter(one -> one.prefix().equals(primary.prefix()))
            .filter(one -> one.section().equals(primary.section()))
            .filter(one -> !spec.subjects().containsKey(one.id()) && one.isCheckable())
            .limit(MOST_SEE_ALSO)
            .map(Requirement::id)
            .collect(Collectors.joining(", "));
    return (others.isEmpty() ? "" : others + "; ") + "--ignore " + spec.name();
  }

  private void requirement(Requirement one) {
    head(
        one.id(),
        FindingBlock.rfc(one.spec())
            + ", "
            + one.section()
            + ", line "
            + one.line()
            + ", "
            + one.keyword().word());
    text(MARGIN, one.paraphrase());
    text(
        MARGIN,
        one.isCheckable()
            ? "not checked yet: no rule reports it"
            : "not checked: a trace cannot show it. " + RequirementTexts.of(one.id()).whyNot());
  }

  private void head(String name, String what) {
    int gap = Math.max(2, style.width() - name.length() - what.length());
    out.accept(style.ink().strong(name) + " ".repeat(gap) + style.ink().muted(what));
  }

  private void text(String indent, String text) {
    Prose.wrap(indent + text, style.width(), indent).forEach(out);
  }

  private void part(String label, String text) {
    List<String> lines = Prose.wrap(HANG + text, style.width(), HANG);
    out.accept("  " + Prose.pad(label, 10) + lines.getFirst().substring(HANG.length()));
    lines.subList(1, lines.size()).forEach(out);
  }
}
