package org.mptcpscope.rules.mutation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.rules.Lab;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.CaptureReport.Outcome;
import org.mptcpscope.rules.api.Finding;
import org.mptcpscope.rules.api.Severity;
import org.mptcpscope.rules.api.Verdict;
import org.mptcpscope.rules.catalogue.Requirements;
import org.mptcpscope.rules.catalogue.RuleCatalogue;
import org.mptcpscope.rules.mutation.Bases.Base;
import org.mptcpscope.rules.mutation.Mutation.Accused;

/**
 * Healthy captures of real hosts are changed as the catalogue's examples of violations say: the
 * rule speaks at the changed frame, of the right host, as loudly as its page says, and nothing else
 * does. Without the change the same requirement is passed.
 *
 * <p>{@code unmutated.txt} lists the rules that no mutation here makes speak, each with the reason.
 *
 * <p>{@code -Dmptcpscope.mutations=REGEX} tries only the rows of these rules, on as many captures
 * as {@code -Dmptcpscope.mutations.each=N} says.
 */
class MutationTest {
  private static final Path FILE =
      Lab.project()
          .resolve("conformance-rules/src/test/resources/org/mptcpscope/rules/unmutated.txt");

  /** Rules that no reference capture can be made to break; never more. */
  private static final int MOST_SILENT = 3;

  private static final int EACH = Integer.getInteger("mptcpscope.mutations.each", 1);
  private static final String ONLY = System.getProperty("mptcpscope.mutations", "");

  @Test
  void everyViolationMadeOfAHealthyCaptureIsFoundWhereItIs() throws IOException {
    Path folder = Lab.references().orElse(null);
    assumeTrue(folder != null, "no reference captures (property mptcpscope.referenceCaptures)");
    List<Base> bases = Bases.in(folder);
    List<String> wrong = new ArrayList<>();
    Set<String> heard = new TreeSet<>();
    all().parallelStream()
        .map(mutation -> trial(mutation, bases))
        .toList()
        .forEach(
            trial -> {
              wrong.addAll(trial.wrong);
              if (trial.wrong.isEmpty()) {
                heard.add(trial.mutation.rule());
              }
            });
    assertThat(wrong).isEmpty();
    assumeTrue(ONLY.isEmpty(), "only some mutations were asked for");
    Map<String, String> reasons = reasons();
    Map<String, String> silent = new TreeMap<>();
    RuleCatalogue.all().stream()
        .map(rule -> rule.spec().name())
        .filter(name -> !heard.contains(name))
        .forEach(name -> silent.put(name, reasons.getOrDefault(name, "")));
    assertThat(silent).hasSizeLessThanOrEqualTo(MOST_SILENT);
    if (Lab.updates()) {
      Lab.write(
          FILE,
          silent.entrySet().stream()
              .map(entry -> entry.getKey() + ": " + entry.getValue() + "\n")
              .collect(Collectors.joining()));
    }
    assertThat(silent).isEqualTo(reasons()).doesNotContainValue("");
  }

  /** Why a rule has no mutation, by its name. */
  private static Map<String, String> reasons() {
    Map<String, String> reasons = new TreeMap<>();
    for (String line : Lab.read(FILE).lines().toList()) {
      String[] parts = line.split(":", 2);
      reasons.put(parts[0], parts.length == 1 ? "" : parts[1].strip());
    }
    return reasons;
  }

  private static List<Mutation> all() {
    return Stream.of(
            AddressMutations.ALL,
            FormatMutations.ALL,
            HandshakeMutations.ALL,
            JoinMutations.ALL,
            ResetMutations.ALL,
            SignalMutations.ALL,
            StreamMutations.ALL,
            SubflowMutations.ALL,
            TfoMutations.ALL,
            Version0Mutations.ALL,
            DataMutations.ALL,
            WindowMutations.ALL,
            FallbackMutations.ALL,
            CloseMutations.ALL)
        .flatMap(List::stream)
        .filter(mutation -> ONLY.isEmpty() || mutation.rule().matches(ONLY))
        .map(
            mutation ->
                mutation.requirement().isEmpty()
                    ? mutation.about(
                        RuleCatalogue.byName(mutation.rule()).orElseThrow().spec().requirement())
                    : mutation)
        .toList();
  }

  /** What came of one mutation. */
  private record Trial(Mutation mutation, List<String> wrong) {}

  private static Trial trial(Mutation mutation, List<Base> bases) {
    List<String> wrong = new ArrayList<>();
    int[] tried = new int[4];
    for (Base base : bases) {
      int kind = base.ipv6() ? 1 : 0;
      if (tried[kind] == EACH && tried[kind + 2] == EACH
          || !base.name().contains(mutation.captures())
          || mutation.legal() == null && !isPassed(base.report(), mutation)) {
        continue;
      }
      Tape tape = new Tape(base.recording());
      Frame frame = mutation.pick().of(tape);
      if (frame != null && mutation.legal() != null) {
        frame = mutation.legal().apply(tape, frame);
      }
      Frame changed = frame == null ? null : mutation.edit().apply(tape, frame);
      kind += changed != null && tape.isVersion0(changed) ? 2 : 0;
      if (changed != null && tried[kind] < EACH) {
        tried[kind]++;
        String where = mutation + ", " + base.name() + " #" + tape.number(changed) + ": ";
        complaints(mutation, base, tape, changed).forEach(text -> wrong.add(where + text));
        prepared(mutation, base).forEach(text -> wrong.add(where + text));
      }
    }
    if (IntStream.of(tried).sum() == 0) {
      wrong.add(mutation + ": no capture passes the requirement and has the frame");
    }
    return new Trial(mutation, wrong);
  }

  /** What is wrong with a capture that was only prepared for the violation. */
  private static List<String> prepared(Mutation mutation, Base base) {
    if (mutation.legal() == null) {
      return List.of();
    }
    Tape tape = new Tape(base.recording());
    mutation.legal().apply(tape, mutation.pick().of(tape));
    CaptureReport report = Lab.judge(tape.source(base.name()), true);
    List<String> complaints = new ArrayList<>();
    if (!isPassed(report, mutation)) {
      complaints.add("before " + report.requirements().get(mutation.requirement()));
    }
    List<Finding> unrelated =
        unrelated(report, base)
            .filter(finding -> !mutation.consequences().contains(finding.rule()))
            .toList();
    if (!unrelated.isEmpty()) {
      complaints.add("before, unrelated " + texts(unrelated));
    }
    return complaints;
  }

  private static boolean isPassed(CaptureReport report, Mutation mutation) {
    Outcome outcome = report.requirements().get(mutation.requirement());
    return outcome != null && outcome.verdict() == Verdict.PASS;
  }

  private static List<String> complaints(Mutation mutation, Base base, Tape tape, Frame changed) {
    CaptureReport report = Lab.judge(tape.source(base.name()), true);
    List<String> complaints = new ArrayList<>();
    int number = tape.number(changed);
    Side sender = tape.by(changed);
    Side accused = mutation.accused() == Accused.SENDER ? sender : sender.peer();
    Severity severity =
        mutation.severity() == null
            ? Requirements.get(mutation.requirement()).severity()
            : mutation.severity();
    List<Finding> own =
        report.findings().stream()
            .filter(finding -> finding.rule().equals(mutation.rule()))
            .filter(finding -> finding.requirements().contains(mutation.requirement()))
            .toList();
    if (own.stream()
        .noneMatch(
            finding ->
                finding.frames().contains(number)
                    && finding.fault().side() == accused
                    && isAsLoud(finding, severity))) {
      complaints.add(
          "expected "
              + accused
              + " "
              + severity
              + ", but "
              + texts(own)
              + ", verdict "
              + report.requirements().get(mutation.requirement()));
    }
    List<Finding> unrelated =
        unrelated(report, base)
            .filter(finding -> !finding.rule().equals(mutation.rule()))
            .filter(finding -> !mutation.consequences().contains(finding.rule()))
            .toList();
    if (!unrelated.isEmpty()) {
      complaints.add("unrelated " + texts(unrelated));
    }
    return complaints;
  }

  /** What an unchanged capture does not show. */
  private static Stream<Finding> unrelated(CaptureReport report, Base base) {
    Set<String> before =
        base.report().findings().stream().map(MutationTest::key).collect(Collectors.toSet());
    return report.findings().stream()
        .filter(finding -> finding.severity() != Severity.NOTE)
        .filter(finding -> !before.contains(key(finding)));
  }

  /** As loud as expected, or less and the finding says what weakens it. */
  private static boolean isAsLoud(Finding finding, Severity expected) {
    return finding.severity() == expected
        || finding.severity().compareTo(expected) < 0 && !finding.weakenedBy().isEmpty();
  }

  private static String key(Finding finding) {
    return finding.rule() + finding.requirement() + finding.fault().side();
  }

  private static List<String> texts(List<Finding> findings) {
    return findings.stream()
        .map(
            finding ->
                finding.rule()
                    + " "
                    + finding.requirement()
                    + " "
                    + finding.severity()
                    + " "
                    + finding.fault().side()
                    + " "
                    + finding.frames()
                    + " "
                    + finding.weakenedBy())
        .toList();
  }
}
