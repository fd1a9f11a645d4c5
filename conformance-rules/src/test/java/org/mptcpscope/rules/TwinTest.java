package org.mptcpscope.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.Finding;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Severity;
import org.mptcpscope.rules.api.Verdict;
import org.mptcpscope.rules.catalogue.Requirement;
import org.mptcpscope.rules.catalogue.Requirements;
import org.mptcpscope.rules.catalogue.RuleCatalogue;
import org.mptcpscope.rules.catalogue.Tier;
import org.mptcpscope.samples.Samples;
import org.mptcpscope.samples.script.Sample;
import org.mptcpscope.samples.truth.ExpectedFinding;

/**
 * Every rule has twins: a script that breaks it, and one that differs in one cause and does not.
 * The script says what must be found, by side and by frames; anything else at warning or above is
 * wrong.
 */
class TwinTest {
  private static final String OK = ".ok.pkt";
  private static final String BAD = ".bad.pkt";

  static Stream<String> scripts() {
    return Samples.list().stream().filter(name -> name.endsWith(OK) || name.endsWith(BAD));
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void yieldsWhatItSays(String script) {
    Sample sample = Samples.load(script);
    Optional<RuleSpec> rule = ruleOf(script);
    CaptureReport report =
        Lab.judge(
            CaptureSource.memory(script, sample.toPcapng()),
            rule.map(spec -> isAdvisory(script, spec)).orElseGet(() -> statesAdvisory(sample)));
    List<Finding> unsaid = new ArrayList<>(report.findings());
    for (ExpectedFinding truth : sample.truth()) {
      if (truth.verdict().equals(ExpectedFinding.INCONCLUSIVE)) {
        assertInconclusive(truth, report);
      } else {
        unsaid.remove(find(truth, unsaid, report));
      }
    }
    boolean ok = script.endsWith(OK);
    unsaid.removeIf(
        finding ->
            finding.severity() == Severity.NOTE
                && !(ok && rule.isPresent() && finding.rule().equals(rule.get().name())));
    assertThat(unsaid).as("findings that the script does not state").isEmpty();
    if (!ok && sample.truth().isEmpty()) {
      fail("a bad twin without a truth (#!) proves nothing");
    }
  }

  private static Finding find(ExpectedFinding truth, List<Finding> unsaid, CaptureReport report) {
    for (Finding finding : unsaid) {
      if (matches(truth, finding)) {
        return finding;
      }
    }
    return fail(
        "not found: " + truth + "\n among " + lines(report.findings()) + verdict(truth, report));
  }

  private static String verdict(ExpectedFinding truth, CaptureReport report) {
    return RuleCatalogue.byName(truth.rule())
        .map(rule -> rule.spec().subjects().keySet())
        .orElse(Set.of())
        .stream()
        .map(id -> "\n " + id + ": " + report.requirements().get(id))
        .reduce("", String::concat);
  }

  private static String lines(List<Finding> findings) {
    return findings.stream().map(one -> "\n  " + one).reduce("", String::concat);
  }

  private static boolean matches(ExpectedFinding truth, Finding finding) {
    return finding.rule().equals(truth.rule())
        && (truth.requirement() == null || finding.requirements().contains(truth.requirement()))
        && (truth.fault() == null || truth.fault().equals(letter(finding.fault().side())))
        && (truth.frames().isEmpty()
            || new TreeSet<>(truth.frames()).equals(new TreeSet<>(finding.frames())))
        && (truth.severity() == null || truth.severity().equals(finding.severity().word()));
  }

  private static String letter(Side side) {
    return side == null ? "" : String.valueOf(side.letter());
  }

  private static void assertInconclusive(ExpectedFinding truth, CaptureReport report) {
    String id = truth.requirement() == null ? primary(truth.rule()) : truth.requirement();
    assertThat(report.requirements().get(id))
        .as(id)
        .isNotNull()
        .extracting(CaptureReport.Outcome::verdict)
        .isEqualTo(Verdict.INCONCLUSIVE);
  }

  /** The rule under test, by the name of the script. */
  private static Optional<RuleSpec> ruleOf(String script) {
    return RuleCatalogue.byName(stem(script).split("\\.", 2)[0]).map(Rule::spec);
  }

  private static String stem(String script) {
    String file = script.substring(script.lastIndexOf('/') + 1);
    return file.substring(0, file.length() - (file.endsWith(OK) ? OK : BAD).length());
  }

  private static boolean isAdvisory(String script, RuleSpec rule) {
    String[] parts = stem(script).split("\\.", 2);
    String id = parts.length > 1 && Requirements.byId(parts[1]).isPresent() ? parts[1] : null;
    return id == null
        ? rule.subjects().keySet().stream().anyMatch(TwinTest::isAdvisory)
        : isAdvisory(id);
  }

  /** A script that is about no rule of its own judges the advisory tier if its truths need it. */
  private static boolean statesAdvisory(Sample sample) {
    return sample.truth().stream()
        .map(truth -> truth.requirement() == null ? primary(truth.rule()) : truth.requirement())
        .anyMatch(TwinTest::isAdvisory);
  }

  private static String primary(String rule) {
    return RuleCatalogue.byName(rule).orElseThrow().spec().requirement();
  }

  private static boolean isAdvisory(String id) {
    return Requirements.byId(id).map(Requirement::tier).filter(Tier.ADVISORY::equals).isPresent();
  }

  @Test
  void everyPairOfRuleAndRequirementHasTwins() {
    Set<String> broken = new TreeSet<>();
    List<String> scripts = scripts().toList();
    for (String script : scripts) {
      Optional<RuleSpec> rule = ruleOf(script);
      for (ExpectedFinding truth : Samples.load(script).truth()) {
        if (truth.verdict().equals(ExpectedFinding.VIOLATION)) {
          RuleCatalogue.byName(truth.rule())
              .ifPresent(
                  named ->
                      broken.add(
                          pair(
                              named.spec().name(),
                              truth.requirement() == null
                                  ? requirement(script, rule, named.spec())
                                  : truth.requirement())));
        }
      }
    }
    Set<String> missing = new TreeSet<>();
    for (Rule rule : RuleCatalogue.all()) {
      RuleSpec spec = rule.spec();
      for (String id : spec.subjects().keySet()) {
        if (!broken.contains(pair(spec.name(), id))) {
          missing.add(pair(spec.name(), id) + ": no script violates it");
        }
      }
    }
    for (String script : scripts) {
      String twin =
          script.endsWith(BAD)
              ? script.substring(0, script.length() - BAD.length()) + OK
              : script.substring(0, script.length() - OK.length()) + BAD;
      if (isOfAPair(script) && !scripts.contains(twin)) {
        missing.add(script + ": no twin");
      }
    }
    assertThat(missing).as("twins that are missing").isEmpty();
  }

  /** Scripts named by rule, or by rule and requirement; others show a trap and may stand alone. */
  private static boolean isOfAPair(String script) {
    String[] parts = stem(script).split("\\.", 2);
    return parts.length == 1
        || ruleOf(script).filter(spec -> spec.subjects().containsKey(parts[1])).isPresent();
  }

  /** What a truth without an id is about: the script's own requirement, or the primary one. */
  private static String requirement(String script, Optional<RuleSpec> rule, RuleSpec named) {
    String[] parts = stem(script).split("\\.", 2);
    return parts.length > 1
            && rule.isPresent()
            && rule.get().name().equals(named.name())
            && named.subjects().containsKey(parts[1])
        ? parts[1]
        : named.requirement();
  }

  private static String pair(String rule, String id) {
    return rule + " " + id;
  }
}
