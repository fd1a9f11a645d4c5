package org.mptcpscope.core.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mptcpscope.core.TraceAnalyzer;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.capture.FrameSource;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.trace.TraceOptions;

/**
 * Numbers of real captures that separate arithmetic gave (the pictures of the desktop design name
 * them), within the rounding of the pictures.
 */
class ReferenceMetricsTest {
  private static final String PROPERTY = "mptcpscope.referenceCaptures";

  private static Path reference(String name) {
    Path project = Path.of("").toAbsolutePath();
    while (project.getParent() != null && !Files.exists(project.resolve("dev"))) {
      project = project.getParent();
    }
    String property = System.getProperty(PROPERTY, "");
    Path folder =
        property.isEmpty() ? project.resolve("../shared/captures").normalize() : Path.of(property);
    assumeTrue(
        Files.isDirectory(folder), "no reference captures at " + PROPERTY + " or its default");
    return folder.resolve("linux-6.18").resolve(name);
  }

  private static SegmentTable table(String name) throws CaptureException {
    SegmentTables.Kept kept = new SegmentTables.Kept();
    try (FrameSource source = CaptureSource.file(reference(name)).open()) {
      TraceAnalyzer.run(
          source, TraceOptions.DEFAULT, List.of(new SegmentTables(id -> id == 0, kept)));
    }
    return kept.table(0).orElseThrow();
  }

  private static ConnectionMetrics metrics(String name) throws CaptureException {
    return ConnectionMetrics.of(table(name));
  }

  /** Data ACK 512 133 for 422 ms, 404 kB above; one segment again 549.6 ms later. */
  @Test
  void slowPathAtTheSender() throws Exception {
    StreamMetrics data = metrics("lossy_slow_path/client.pcapng.gz").stream(Side.INITIATOR);
    Stall longest = data.stalls().getFirst();
    assertThat(longest.dsn()).isEqualTo(512_133);
    assertThat(longest.frame()).isEqualTo(1031);
    assertThat(longest.subflow()).isEqualTo(1);
    assertThat(longest.length() / 1_000_000).isBetween(421L, 422L);
    assertThat((longest.highest() - longest.dsn()) / 1000).isEqualTo(404);
    assertThat(data.octets()).isEqualTo(2_000_100);
    assertThat(data.reinjectionDelay().most() / 100_000).isEqualTo(5495);
    assertThat(data.reinjections()).hasSize(26);
    assertThat(data.waiting().isLowerBound()).isTrue();
  }

  /** 403 kB wait at the receiver; the distribution of its handshakes and runs adds up. */
  @Test
  void slowPathAtTheReceiver() throws Exception {
    ConnectionMetrics metrics = metrics("lossy_slow_path/server.pcap.gz");
    StreamMetrics data = metrics.stream(Side.INITIATOR);
    assertThat(data.waiting().most() / 1000).isBetween(402L, 403L);
    assertThat(data.waiting().isLowerBound()).isFalse();
    assertThat(data.share().values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(data.octets());
    assertThat(data.runs().values().stream().mapToLong(Distribution::sum).sum())
        .isEqualTo(data.octets());
    assertThat(metrics.handshakes().get(0)).isBetween(10_000_000L, 11_000_000L);
    assertThat(metrics.handshakes().get(1)).isBetween(80_000_000L, 81_000_000L);
  }

  /** 396 octets on the slow subflow close a window of 65 kB for 62 ms. */
  @Test
  void windowFullBehindASlowPath() throws Exception {
    StreamMetrics data = metrics("asymmetric_rtt/client.pcapng.gz").stream(Side.INITIATOR);
    assertThat(data.stalls())
        .anySatisfy(
            stall -> {
              assertThat(stall.length() / 1_000_000).isEqualTo(62);
              assertThat(stall.subflow()).isEqualTo(1);
            });
    assertThat(data.mostInFlight()).isEqualTo(65_536);
    assertThat(data.windowFullTime()).isGreaterThan(62_000_000L);
  }

  /** Four segments of the first subflow were sent again, for nothing. */
  @Test
  void retransmissions() throws Exception {
    ConnectionMetrics metrics = metrics("sack_and_dss/server.pcap.gz");
    SubflowMetrics first = metrics.subflows().getFirst();
    assertThat(first.by()).isEqualTo(Side.INITIATOR);
    assertThat(first.retransmissions()).isEqualTo(4);
    assertThat(first.repeated()).isEqualTo(5680);
  }

  @Test
  void tablesAreTheSameTwice() throws Exception {
    assertThat(metrics("sack_and_dss/server.pcap.gz").subflows())
        .isEqualTo(metrics("sack_and_dss/server.pcap.gz").subflows());
  }
}
