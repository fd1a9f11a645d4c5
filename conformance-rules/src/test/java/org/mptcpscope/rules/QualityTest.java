package org.mptcpscope.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.model.Doubt;
import org.mptcpscope.core.model.Need;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.Finding;
import org.mptcpscope.rules.catalogue.Requirement;
import org.mptcpscope.rules.catalogue.Requirements;
import org.mptcpscope.rules.catalogue.RuleCatalogue;
import org.mptcpscope.samples.Samples;
import org.mptcpscope.samples.script.Sample;
import org.mptcpscope.samples.truth.ExpectedFinding;

/**
 * What the engine asks of a capture, two scripts each in {@code quality}: {@code <tag>.ok.pkt} has
 * a violation that the tag voids or weakens, {@code <tag>.bad.pkt} misses the tag by a hair, so
 * that the violation stands. {@code TwinTest} compares the findings; here the reason must be the
 * tag.
 */
class QualityTest {
  private static final String FOLDER = "quality/";

  /** What a finding says of doubts that weaken it. */
  private static final Map<String, String> WORDS =
      Map.of(
          Doubt.CLOSING.word(), "the connection was closing",
          Doubt.TIMING_JITTER.word(), "the deadline was missed by little",
          Doubt.MIDDLEBOX.word(), "there are signs of a middlebox",
          Doubt.NAT.word(), "there are signs of address translation",
          Doubt.SYNTHETIC_CAPTURE.word(), "the capture looks made by hand",
          Need.SENDER_SIDE_CAPTURE.word(), "not captured at the",
          Need.RECEIVER_SIDE_CAPTURE.word(), "not captured at the");

  static Stream<String> tags() {
    return Samples.list().stream()
        .filter(name -> name.startsWith(FOLDER) && name.endsWith(".ok.pkt"))
        .map(name -> name.substring(FOLDER.length(), name.length() - ".ok.pkt".length()));
  }

  @ParameterizedTest
  @MethodSource("tags")
  void theTagIsWhatMakesTheDifference(String tag) {
    if (WORDS.containsKey(tag)) {
      assertThat(weakenedBy(tag + ".ok.pkt")).allMatch(by -> by.contains(WORDS.get(tag)));
      assertThat(weakenedBy(tag + ".bad.pkt")).noneMatch(by -> by.contains(WORDS.get(tag)));
    } else {
      Sample sample = Samples.load(FOLDER + tag + ".ok.pkt");
      CaptureReport report = judge(sample);
      List<String> reasons =
          sample.truth().stream()
              .filter(truth -> truth.verdict().equals(ExpectedFinding.INCONCLUSIVE))
              .map(truth -> report.requirements().get(id(truth)).reason())
              .toList();
      assertThat(reasons).as("reasons").isNotEmpty().containsOnly(tag);
    }
  }

  @Test
  void everyTagThatARequirementHereListsHasItsScripts() {
    Set<String> listed = new TreeSet<>();
    RuleCatalogue.all().stream()
        .flatMap(rule -> rule.spec().subjects().keySet().stream())
        .map(Requirements::get)
        .forEach(requirement -> listed.addAll(acting(requirement)));
    Set<String> scripted = tags().collect(Collectors.toSet());
    assertThat(scripted).containsAll(listed);
  }

  /** Needs, and doubts that void or weaken; others are the model's. */
  private static List<String> acting(Requirement requirement) {
    return Stream.concat(
            requirement.needs().stream().map(Need::word),
            requirement.exceptions().stream()
                .filter(
                    doubt ->
                        doubt.effect() == Doubt.Effect.SUPPRESSES
                            || doubt.effect() == Doubt.Effect.WEAKENS)
                .map(Doubt::word))
        .toList();
  }

  private static List<String> weakenedBy(String script) {
    Sample sample = Samples.load(FOLDER + script);
    CaptureReport report = judge(sample);
    List<String> found =
        sample.truth().stream()
            .flatMap(truth -> report.findings().stream().filter(one -> isAbout(one, truth)))
            .map(Finding::weakenedBy)
            .toList();
    assertThat(found).as("findings of " + script).isNotEmpty();
    return found;
  }

  private static boolean isAbout(Finding finding, ExpectedFinding truth) {
    return finding.rule().equals(truth.rule())
        && finding.requirements().contains(id(truth))
        && finding.severity().word().equals(truth.severity());
  }

  private static String id(ExpectedFinding truth) {
    return truth.requirement() == null
        ? RuleCatalogue.byName(truth.rule()).orElseThrow().spec().requirement()
        : truth.requirement();
  }

  private static CaptureReport judge(Sample sample) {
    return Lab.judge(CaptureSource.memory("script", sample.toPcapng()), true);
  }
}
