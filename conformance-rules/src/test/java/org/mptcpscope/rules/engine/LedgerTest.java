package org.mptcpscope.rules.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mptcpscope.core.model.ConnectionSummary;
import org.mptcpscope.core.model.ConnectionSummary.ClosedBy;
import org.mptcpscope.core.model.ConnectionSummary.State;
import org.mptcpscope.core.model.Dialect;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Vantage;
import org.mptcpscope.core.trace.StreamRanks;
import org.mptcpscope.rules.api.CaptureReport.ConnectionReport;
import org.mptcpscope.rules.api.CaptureReport.VerdictCounts;

/** Connections by their ids, in memory or not. */
class LedgerTest {
  @TempDir Path folder;

  private static ConnectionReport report(int id) {
    return new ConnectionReport(
        new ConnectionSummary(
            id,
            Dialect.V1,
            null,
            State.CLOSED,
            Vantage.UNKNOWN,
            null,
            null,
            ClosedBy.DATA_FIN,
            null,
            null,
            3L * id,
            id,
            id,
            new FrameRef(1 + id, id),
            new FrameRef(2 + id, id),
            List.of(),
            ConnectionSummary.Signals.NONE,
            List.of()),
        new VerdictCounts(id, 1, 2, 3));
  }

  private static List<ConnectionReport> reports(int count) {
    return IntStream.range(0, count).mapToObj(LedgerTest::report).toList();
  }

  private Ledger filled(int count, Path directory) {
    Ledger ledger = new Ledger(directory);
    List<ConnectionReport> shuffled = new ArrayList<>(reports(count));
    Collections.shuffle(shuffled, new Random(count));
    shuffled.forEach(ledger::enter);
    return ledger;
  }

  @Test
  void fewNeedNoFile() {
    Ledger ledger = filled(Ledger.FEW, folder.resolve("nothing"));
    assertThat(ledger.isSpilled()).isFalse();
    assertThat(ledger.close(StreamRanks.SAME)).isEqualTo(reports(Ledger.FEW));
  }

  @Test
  void manyAreReadBackInOrder() {
    Ledger ledger = filled(3 * Ledger.FEW, folder);
    assertThat(ledger.isSpilled()).isTrue();
    assertThat(ledger.close(StreamRanks.SAME)).isEqualTo(reports(3 * Ledger.FEW));
    assertThat(ledger.getLast()).isEqualTo(report(3 * Ledger.FEW - 1));
    assertThat(ledger.get(17)).isEqualTo(report(17));
  }

  @Test
  void streamNumbersAreThoseOfTheFile() {
    StreamRanks reversed =
        new StreamRanks() {
          @Override
          public int tcp(int stream) {
            return stream;
          }

          @Override
          public int mptcp(int stream) {
            return 99 - stream;
          }
        };
    List<ConnectionReport> listed = filled(100, folder).close(reversed);
    assertThat(listed.get(3).summary().mptcpStream()).isEqualTo(96);
  }

  @Test
  void aFolderThatCannotBeWrittenIsNoInternalError() {
    assertThatThrownBy(() -> filled(Ledger.FEW + 1, folder.resolve("nothing")))
        .isInstanceOf(Ledger.TemporaryFileException.class);
  }
}
