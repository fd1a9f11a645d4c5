package org.mptcpscope.rules.stress;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.model.ConnectionSummary;
import org.mptcpscope.core.model.ConnectionSummary.ClosedBy;
import org.mptcpscope.core.model.SubflowSummary;
import org.mptcpscope.rules.Lab;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.Severity;
import org.mptcpscope.rules.stress.LongTransfer.Length;

/** Numbers that wrap, packets that are too long for their length field, many subflows. */
class LongTransferTest {
  private static final long A = 0x5eed_0000_0000_0001L;
  private static final long B = 0x5eed_0000_0000_0002L;

  private static ConnectionSummary judge(byte[] capture) {
    CaptureReport report = Lab.judge(CaptureSource.memory("long", capture), false);
    // At this rate numbers of 4 octets are used up within a second, which one rule is about.
    assertThat(report.findings())
        .filteredOn(finding -> !finding.rule().equals("narrow-dsn-at-high-rate"))
        .noneMatch(finding -> finding.severity() != Severity.NOTE);
    assertThat(report.connections()).hasSize(1);
    return report.connections().getFirst().summary();
  }

  @ParameterizedTest
  @CsvSource({"true, 1", "false, 2"})
  void moreThanFourGibibytes(boolean wide, int subflows) {
    int segments = 90_000;
    int payload = 64_000;
    byte[] capture = new LongTransfer(subflows, wide, payload, Length.PLAIN, A, B).run(segments);
    ConnectionSummary connection = judge(capture);
    long all = 100L + (long) segments * payload;
    assertThat(all).isGreaterThan(5L << 30);
    assertThat(connection.dataFromInitiator()).isEqualTo(all);
    assertThat(connection.closedBy()).isEqualTo(ClosedBy.DATA_FIN);
    assertThat(connection.subflows()).hasSize(subflows);
    assertThat(connection.subflows().stream().mapToLong(SubflowSummary::bytesFromInitiator).sum())
        .isEqualTo(all);
  }

  @ParameterizedTest
  @CsvSource({"JUMBO_OPTION", "ZERO"})
  void packetsThatAreTooLongForTheirLengthField(Length length) {
    byte[] capture = new LongTransfer(1, true, 65_535, length, A, B).run(50);
    assertThat(judge(capture).dataFromInitiator()).isEqualTo(100 + 50 * 65_535L);
  }

  @Test
  void sixtyFourSubflows() {
    byte[] capture = new LongTransfer(64, true, 1_400, Length.PLAIN, A, B).run(6_400);
    ConnectionSummary connection = judge(capture);
    assertThat(connection.subflows()).hasSize(64);
    assertThat(connection.subflows())
        .allMatch(subflow -> subflow.state() == SubflowSummary.State.CLOSED);
    assertThat(connection.dataFromInitiator()).isEqualTo(100 + 6_400 * 1_400L);
  }
}
