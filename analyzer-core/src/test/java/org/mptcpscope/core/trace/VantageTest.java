package org.mptcpscope.core.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mptcpscope.core.TraceAnalyzer;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.capture.FrameSource;
import org.mptcpscope.core.model.ConnectionSummary;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.SubflowSummary;
import org.mptcpscope.core.model.Vantage;

/** Where captures were taken: what is proven is right, and the user is believed (facts 5.1). */
class VantageTest {

  @Test
  void whatIsProvenIsRight() throws Exception {
    int decided = 0;
    for (Path file : References.captures("linux-6.18")) {
      String name = file.getFileName().toString();
      Side here = name.startsWith("client") ? Side.INITIATOR : Side.LISTENER;
      if (name.startsWith("client") || name.startsWith("server")) {
        for (ConnectionSummary connection : run(file, TraceOptions.DEFAULT)) {
          for (SubflowSummary subflow : connection.subflows()) {
            if (subflow.vantage() != Vantage.UNKNOWN) {
              decided++;
              assertThat(subflow.vantage().isAt(here))
                  .as("%s, subflow %d: %s", file, subflow.id(), subflow.vantage())
                  .isTrue();
            }
          }
        }
      }
    }
    assertThat(decided).isGreaterThan(200);
  }

  @Test
  void theUserIsBelieved() throws Exception {
    Path file = References.folder("linux-6.18").resolve("subflow_2/client.pcapng.gz");
    TraceOptions.Progress on = (_, _, _) -> true;
    var bySide = new TraceOptions(new TraceOptions.CapturedAt.AtSide(Side.LISTENER), on);
    assertThat(run(file, bySide).getFirst().vantage()).isEqualTo(Vantage.AT_LISTENER);
    InetAddress client = InetAddress.getByName("10.0.2.1");
    var byAddress = new TraceOptions(new TraceOptions.CapturedAt.AtAddress(client), on);
    // The address of the second subflow stands for the host, on all of them.
    assertThat(run(file, byAddress).getFirst().vantage()).isEqualTo(Vantage.AT_INITIATOR);
  }

  private static List<ConnectionSummary> run(Path file, TraceOptions options)
      throws IOException, CaptureException {
    try (FrameSource source = CaptureSource.file(file).open()) {
      SummaryList summaries = new SummaryList();
      return summaries.of(TraceAnalyzer.run(source, options, List.of(summaries)));
    }
  }
}
