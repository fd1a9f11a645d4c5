package org.mptcpscope.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.Verdict;
import org.mptcpscope.rules.catalogue.Requirement;
import org.mptcpscope.rules.catalogue.Requirements;
import org.mptcpscope.rules.catalogue.Tier;

/**
 * On complete captures of healthy connections nothing hides behind INCONCLUSIVE: every core
 * requirement whose subject occurs is PASS.
 */
class NoHidingTest {
  @ParameterizedTest
  @ValueSource(strings = {"single_v1", "subflow_2", "fullmesh_2x2", "csum_both"})
  void everyCoreRequirementThatOccursIsKept(String scenario) throws IOException {
    Optional<Path> folder = Lab.references();
    assumeTrue(folder.isPresent(), "no reference captures (property mptcpscope.referenceCaptures)");
    List<Path> captures;
    try (Stream<Path> files = Files.list(folder.get().resolve("linux-6.18").resolve(scenario))) {
      captures = files.filter(file -> file.toString().contains(".pcap")).toList();
    }
    assertThat(captures).hasSize(2);
    for (Path capture : captures) {
      CaptureReport report = Lab.judge(CaptureSource.file(capture), false);
      Set<String> hidden = new TreeSet<>();
      report
          .requirements()
          .forEach(
              (id, outcome) -> {
                if (isCore(id)
                    && outcome.verdict() != Verdict.PASS
                    && outcome.verdict() != Verdict.NOT_APPLICABLE) {
                  hidden.add(id + " " + outcome.verdict() + " " + outcome.reason());
                }
              });
      assertThat(hidden).as(capture.toString()).isEmpty();
      assertThat(report.verdicts().passed()).isGreaterThan(20);
    }
  }

  private static boolean isCore(String id) {
    return Requirements.byId(id).map(Requirement::tier).filter(Tier.CORE::equals).isPresent();
  }
}
