package org.mptcpscope.core.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mptcpscope.core.TraceAnalyzer;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.capture.FrameSource;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.SubflowSummary;
import org.mptcpscope.core.trace.TraceOptions;

/** Metrics against the fields of tshark, on shipped captures. */
class TsharkMetricsTest {
  /** A FIN is a segment for tshark; here octets of payload and the SYN give samples. */
  private static final int FIN = 0x01;

  private static Path capture(String name) {
    Path project = Path.of("").toAbsolutePath();
    while (project.getParent() != null && !Files.exists(project.resolve("dev"))) {
      project = project.getParent();
    }
    return project.resolve("sample-pcaps/captures/linux").resolve(name);
  }

  private static SegmentTable table(Path capture) throws CaptureException {
    SegmentTables.Kept kept = new SegmentTables.Kept();
    try (FrameSource source = CaptureSource.file(capture).open()) {
      TraceAnalyzer.run(source, TraceOptions.DEFAULT, List.of(new SegmentTables(_ -> true, kept)));
    }
    return kept.table(0).orElseThrow();
  }

  /** Frames with a field, and its values. */
  private static Map<Integer, String> tshark(Path capture, String filter, String field)
      throws IOException, InterruptedException {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/tshark")), "no tshark: nothing to compare with");
    Process process =
        new ProcessBuilder(
                "/usr/bin/tshark",
                "-r",
                capture.toString(),
                "-Y",
                filter,
                "-T",
                "fields",
                "-e",
                "frame.number",
                "-e",
                field)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    Map<Integer, String> values = new TreeMap<>();
    out.lines()
        .map(line -> line.split("\t", -1))
        .forEach(cells -> values.put(Integer.parseInt(cells[0]), cells[1]));
    return values;
  }

  /**
   * Each round trip of a subflow is the one that tshark has at the same frame, and none is left.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "subflow_2/client.pcapng.gz",
        "single_v1/client.pcap.gz",
        "lossy_slow_path/client.pcapng.gz"
      })
  void roundTrips(String name) throws Exception {
    Path capture = capture(name);
    Map<Integer, String> theirs = tshark(capture, "tcp.analysis.ack_rtt", "tcp.analysis.ack_rtt");
    SegmentTable table = table(capture);
    Map<Integer, Long> ours = new TreeMap<>();
    for (SubflowSummary subflow : table.summary().subflows()) {
      for (Side side : Side.values()) {
        Samples samples = RoundTrips.subflow(table, subflow.id(), side);
        for (int i = 0; i < samples.size(); i++) {
          ours.put(samples.frame(i), samples.value(i));
        }
      }
    }
    assertThat(theirs.keySet()).containsAll(ours.keySet());
    ours.forEach(
        (frame, value) ->
            assertThat(Math.abs(value - Math.round(Double.parseDouble(theirs.get(frame)) * 1e9)))
                .as("frame " + frame)
                .isLessThanOrEqualTo(1000));
    List<Integer> missing = new ArrayList<>(theirs.keySet());
    missing.removeAll(ours.keySet());
    long fins = 0;
    for (int row = 0; row < table.size(); row++) {
      fins += (table.flags(row) & FIN) != 0 ? 1 : 0;
    }
    assertThat(missing.size()).isLessThanOrEqualTo((int) fins);
  }

  /** Segments sent again: as tshark says, on a capture where it is right. */
  @Test
  void retransmissions() throws Exception {
    Path capture = capture("lossy_slow_path/client.pcapng.gz");
    Map<Integer, String> theirs =
        tshark(
            capture,
            // What tshark calls out of order in a sender's capture was sent before, too.
            "(tcp.analysis.retransmission or tcp.analysis.out_of_order) and tcp.len > 0",
            "tcp.len");
    SegmentTable table = table(capture);
    long ours = 0;
    for (SubflowSummary subflow : table.summary().subflows()) {
      for (Side side : Side.values()) {
        ours += SubflowMetrics.of(table, subflow.id(), side).retransmissions();
      }
    }
    assertThat(ours).isEqualTo(theirs.size());
  }

  /** All octets of payload that passed. */
  @Test
  void payloadOctets() throws Exception {
    Path capture = capture("subflow_2/client.pcapng.gz");
    long theirs =
        tshark(capture, "tcp.len > 0 and tcp.flags.syn == 0", "tcp.len").values().stream()
            .mapToLong(Long::parseLong)
            .sum();
    SegmentTable table = table(capture);
    long ours = 0;
    for (SubflowSummary subflow : table.summary().subflows()) {
      for (Side side : Side.values()) {
        SubflowMetrics metrics = SubflowMetrics.of(table, subflow.id(), side);
        ours += metrics.octets() + metrics.repeated();
      }
    }
    assertThat(ours).isEqualTo(theirs);
  }
}
