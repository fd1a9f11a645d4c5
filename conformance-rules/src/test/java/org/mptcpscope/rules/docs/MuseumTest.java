package org.mptcpscope.rules.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.rules.Lab;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.Finding;
import org.mptcpscope.rules.api.Severity;
import org.mptcpscope.samples.Samples;
import org.mptcpscope.samples.truth.ExpectedFinding;

/** Each bug of the museum is found: the rule, the host, the frames. */
class MuseumTest {
  static Stream<Museum.Bug> bugs() {
    return Museum.bugs().stream();
  }

  @ParameterizedTest
  @MethodSource("bugs")
  void isFound(Museum.Bug bug) {
    CaptureReport report =
        Lab.judge(CaptureSource.memory(bug.script(), Samples.load(bug.script()).toPcapng()), true);
    assertThat(bug.truth()).isNotEmpty();
    for (ExpectedFinding truth : bug.truth()) {
      assertThat(truth.frames()).as("frames of " + truth).isNotEmpty();
      assertThat(report.findings())
          .filteredOn(finding -> finding.rule().equals(truth.rule()))
          .anySatisfy(
              finding -> {
                assertThat(finding.requirements()).contains(Museum.requirement(truth));
                assertThat(letter(finding)).isEqualTo(truth.fault());
                assertThat(finding.frames()).containsExactlyInAnyOrderElementsOf(truth.frames());
              });
    }
    List<String> rules = List.copyOf(bug.rules());
    assertThat(report.findings())
        .filteredOn(finding -> finding.severity() != Severity.NOTE)
        .extracting(Finding::rule)
        .isSubsetOf(rules);
  }

  private static String letter(Finding finding) {
    Side side = finding.fault().side();
    return side == null ? "" : String.valueOf(side.letter());
  }

  @ParameterizedTest
  @MethodSource("bugs")
  void saysWhereItWasSeen(Museum.Bug bug) {
    assertThat(bug.seen()).isNotBlank();
    assertThat(bug.sources()).isNotEmpty().allMatch(one -> one.startsWith("https://"));
    assertThat(bug.spec()).matches("RFC (8684|6824), .*");
  }

  @Test
  void whatHasNoScriptHasAReason() {
    assertThat(Museum.bugs()).hasSizeGreaterThan(20);
    for (String[] row : Museum.unseen()) {
      assertThat(row).hasSize(4).allMatch(cell -> !cell.isBlank());
      assertThat(row[2]).startsWith("https://");
    }
  }
}
