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
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.mptcpscope.rules.Lab;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.Finding;
import org.mptcpscope.rules.api.Severity;
import org.mptcpscope.rules.mutation.Bases.Base;
import org.mptcpscope.rules.mutation.NearMisses.NearMiss;

/**
 * Healthy captures are changed to something that is odd but legal: nobody is accused of anything
 * that was not found before.
 *
 * <p>{@code -Dmptcpscope.mutations=REGEX} tries only the changes of these names, on as many
 * captures of each kind as {@code -Dmptcpscope.mutations.each=N} says.
 */
class NearMissTest {
  private static final int EACH = Integer.getInteger("mptcpscope.mutations.each", 2);
  private static final String ONLY = System.getProperty("mptcpscope.mutations", "");

  @Test
  void nothingLegalIsAccused() throws IOException {
    Path folder = Lab.references().orElse(null);
    assumeTrue(folder != null, "no reference captures (property mptcpscope.referenceCaptures)");
    List<Base> bases = Bases.in(folder);
    List<String> wrong =
        NearMisses.ALL.parallelStream()
            .filter(miss -> ONLY.isEmpty() || miss.name().matches(ONLY))
            .flatMap(miss -> complaints(miss, bases).stream())
            .toList();
    assertThat(wrong).isEmpty();
  }

  private static List<String> complaints(NearMiss miss, List<Base> bases) {
    List<String> wrong = new ArrayList<>();
    Map<String, Integer> tried = new TreeMap<>();
    for (Base base : bases) {
      Tape tape = new Tape(base.recording());
      Frame frame = miss.pick().of(tape);
      if (frame == null) {
        continue;
      }
      String kind = tape.isVersion0(frame) ? "v0" : frame.isIpv6() ? "IPv6" : "IPv4";
      if (tried.getOrDefault(kind, 0) == EACH || miss.edit().apply(tape, frame) == null) {
        continue;
      }
      tried.merge(kind, 1, Integer::sum);
      List<String> accused = accused(Lab.judge(tape.source(base.name()), true), base.report());
      if (!accused.isEmpty()) {
        wrong.add(miss.name() + ", " + base.name() + ": " + accused);
      }
    }
    if (tried.isEmpty()) {
      wrong.add(miss.name() + ": no capture has the frame");
    }
    return wrong;
  }

  private static List<String> accused(CaptureReport report, CaptureReport before) {
    Set<String> known =
        before.findings().stream().map(NearMissTest::key).collect(Collectors.toSet());
    return report.findings().stream()
        .filter(finding -> finding.severity() != Severity.NOTE)
        .filter(finding -> !known.contains(key(finding)))
        .map(
            finding ->
                "%s %s %s %s %s"
                    .formatted(
                        finding.severity(),
                        key(finding),
                        finding.frames(),
                        finding.weakenedBy(),
                        finding.message()))
        .toList();
  }

  private static String key(Finding finding) {
    return finding.rule() + " " + finding.requirement() + " " + finding.fault().side();
  }
}
