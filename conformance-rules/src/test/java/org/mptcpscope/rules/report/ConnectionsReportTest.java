package org.mptcpscope.rules.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mptcpscope.rules.Lab;

/** The lines of {@code connections} on how a connection left MPTCP, or ended. */
class ConnectionsReportTest {
  private static List<String> lines(String... scripts) {
    List<String> lines = new ArrayList<>();
    ConnectionsReport.write(
        Stream.of(scripts).map(script -> Lab.script(script, false)).toList(),
        TextStyle.DEFAULT,
        lines::add);
    return lines;
  }

  @Test
  void theInfiniteMappingThatAnswersMpFailIsNamedOnce() {
    assertThat(lines("fallback/fail-not-reciprocated.ok.pkt"))
        .contains(
            "         fell back: A, B by MP_FAIL (frames 9, 10), infinite mapping (frame 11)");
    assertThat(lines("fallback/dataack-after-infinite-mapping.ok.pkt"))
        .contains("         fell back: A by infinite mapping (frame 8)");
  }

  @Test
  void theFormOfAFastCloseAndItsSubflowsAreNamed() {
    assertThat(lines("close/fast-close-on-several-subflows.bad.pkt"))
        .anyMatch(line -> line.matches(" +by A, frame \\d+: MP_FASTCLOSE on ACK, all 2 subflows"));
    assertThat(lines("close/fast-close-on-several-subflows.ok.pkt"))
        .anyMatch(
            line -> line.matches(" +by A, frame \\d+: MP_FASTCLOSE on ACK, on 1 of 2 subflows"));
  }

  @Test
  void aReasonThatAllRefusedJoinsShareIsNamed() {
    String join = "fallback/mptcp-after-fallback.join.ok.pkt";
    assertThat(lines(join, join))
        .endsWith("2 captures, 2 connections: 2 joins refused (each: RST without MP_TCPRST)");
  }
}
