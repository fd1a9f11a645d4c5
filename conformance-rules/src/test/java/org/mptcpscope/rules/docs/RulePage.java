package org.mptcpscope.rules.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.mptcpscope.core.model.Doubt;
import org.mptcpscope.core.model.Need;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.catalogue.Requirement;
import org.mptcpscope.rules.catalogue.Requirement.Trait;
import org.mptcpscope.rules.catalogue.RequirementTexts;
import org.mptcpscope.rules.catalogue.Requirements;
import org.mptcpscope.samples.Samples;

/** The page of one rule in Markdown: its comment, what it demands, and its twins. */
final class RulePage {
  private static final int WIDTH = 100;

  private final StringBuilder page = new StringBuilder();

  private RulePage() {}

  static String of(Rule rule) {
    RulePage page = new RulePage();
    page.write(rule);
    return page.page.toString();
  }

  private void write(Rule rule) {
    RuleSpec spec = rule.spec();
    paragraph("# " + spec.name());
    paragraph(spec.message() + ".");
    Javadoc.of(rule).forEach(this::paragraph);
    paragraph(
        "Since "
            + spec.since()
            + ", "
            + spec.status().word()
            + (spec.scope() == RuleSpec.Scope.CAPTURE ? ", judged over the whole capture" : "")
            + ". Not to hear of it: `--ignore "
            + spec.name()
            + "`.");
    paragraph("## What it may report");
    spec.subjects().keySet().forEach(id -> requirement(Requirements.get(id)));
    twins(spec.name());
    page.setLength(page.length() - 1);
  }

  private void requirement(Requirement one) {
    paragraph("### " + one.id());
    paragraph(
        rfc(one)
            + ", "
            + (one.keyword().name().equals("FORMAT") ? "a format" : one.keyword().word())
            + ": "
            + one.paraphrase());
    List<String> items = new ArrayList<>();
    items.add(
        "at most "
            + (one.severity().word().equals("error") ? "an " : "a ")
            + one.severity().word()
            + ", tier "
            + one.tier().word()
            + ", MPTCP version "
            + one.versions().stream()
                .sorted()
                .map(String::valueOf)
                .collect(Collectors.joining(", "))
            + (one.isCheckable() && one.observable() == Requirement.Observable.HEURISTIC
                ? ", judged from circumstances"
                : ""));
    String hard = needs(one, true);
    if (!hard.isEmpty()) {
      items.add("inconclusive without: " + hard);
    }
    String soft = needs(one, false);
    if (!soft.isEmpty()) {
      items.add((one.is(Trait.REACTION) ? "a note without: " : "less sure without: ") + soft);
    }
    String silent = doubts(one, Doubt.Effect.SUPPRESSES);
    if (!silent.isEmpty()) {
      items.add("inconclusive where this touches the evidence: " + silent);
    }
    String weaker = doubts(one, Doubt.Effect.WEAKENS);
    if (!weaker.isEmpty()) {
      items.add("less sure with: " + weaker);
    }
    items.add("broken by: " + RequirementTexts.of(one.id()).example());
    paragraph(
        items.stream().map(item -> wrap("- " + item, "  ")).collect(Collectors.joining("\n")));
  }

  private static String rfc(Requirement one) {
    String place = one.section().matches("[A-Z].*") ? "appendix " : "section ";
    return "RFC " + one.spec().substring(3) + ", " + place + one.section();
  }

  private static String needs(Requirement one, boolean hard) {
    return one.needs().stream()
        .filter(need -> need.isHard() == hard)
        .sorted()
        .map(Need::word)
        .collect(Collectors.joining(", "));
  }

  private static String doubts(Requirement one, Doubt.Effect effect) {
    return one.exceptions().stream()
        .filter(doubt -> doubt.effect() == effect)
        .sorted()
        .map(Doubt::word)
        .collect(Collectors.joining(", "));
  }

  private void twins(String rule) {
    List<String> scripts =
        Samples.list().stream()
            .filter(name -> name.substring(name.lastIndexOf('/') + 1).startsWith(rule + "."))
            .toList();
    if (scripts.isEmpty()) {
      return;
    }
    paragraph("## Twins");
    paragraph(
        "A bad script breaks the rule, the ok one of the same name does not; `./dev corpus` makes"
            + " captures of them.");
    String bad =
        scripts.stream().filter(name -> name.endsWith(".bad.pkt")).findFirst().orElse(null);
    paragraph(
        scripts.stream().map(name -> "- `scripts/" + name + "`").collect(Collectors.joining("\n")));
    if (bad != null) {
      page.append("```\n").append(Samples.text(bad).strip()).append("\n```\n\n");
    }
  }

  private void paragraph(String text) {
    boolean whole = text.startsWith("- ") || text.startsWith("#");
    page.append(whole ? text : wrap(text, "")).append("\n\n");
  }

  private static String wrap(String text, String indent) {
    StringBuilder all = new StringBuilder();
    int column = 0;
    for (String word : text.split(" ", -1)) {
      if (column > 0 && column + 1 + word.length() > WIDTH) {
        all.append('\n').append(indent);
        column = indent.length();
      } else if (column > 0) {
        all.append(' ');
        column++;
      }
      all.append(word);
      column += word.length();
    }
    return all.toString();
  }
}
