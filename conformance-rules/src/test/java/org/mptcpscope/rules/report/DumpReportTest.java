package org.mptcpscope.rules.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mptcpscope.core.TraceAnalyzer;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.capture.FrameSource;
import org.mptcpscope.core.trace.TraceOptions;
import org.mptcpscope.rules.Lab;

/** Lines of {@code dump} on real captures; the numbers were compared with tshark's. */
class DumpReportTest {
  private static List<String> dump(String capture) throws CaptureException {
    Path file = Lab.project().resolve("sample-pcaps/captures/linux").resolve(capture);
    List<String> lines = new ArrayList<>();
    DumpReport report =
        new DumpReport(new DumpReport.Style(false, false, false, Ink.PLAIN), List.of(), lines::add);
    try (FrameSource frames = CaptureSource.file(file).open()) {
      TraceAnalyzer.run(frames, TraceOptions.DEFAULT, List.of(report));
    }
    report.finish();
    return lines;
  }

  @Test
  void capableWithDataHasNoShortDsn() throws CaptureException {
    assertThat(dump("subflow_2/client.pcapng.gz"))
        .contains(
            "        8  0.296148  0.0  A > B  P.   ssn 1:101 dsn 1:101, MP_CAPABLE v1 H, keys A B,"
                + " length 100  237900ee24acd146");
  }

  @Test
  void aSegmentAndItsDataAckAreNoRun() throws CaptureException {
    assertThat(dump("subflow_2/client.pcapng.gz"))
        .contains(
            "      430  0.844782  0.1  A > B  P.   ssn 1:477 dsn 65161:65637 dack 101"
                + "                          237900ee24adcfce",
            "      431  0.844790  0.1  A < B  .    dack 19981"
                + "                                                  237900ee24ad1f52",
            "    21-35  0.844710  0.0  A > B  .    ssn 101:19981 dsn 101:19981 dack 101,"
                + " 14 segments, 1 dack back");
  }

  @Test
  void failNamesTheOtherHostsDataRelatively() throws CaptureException {
    assertThat(dump("fail_multi_first/client.pcapng.gz"))
        .anyMatch(line -> line.contains("A < B  R.   MP_FAIL dsn 65637, MP_TCPRST 0x06"));
  }
}
