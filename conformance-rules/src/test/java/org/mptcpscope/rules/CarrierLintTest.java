package org.mptcpscope.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.trace.TraceOptions;
import org.mptcpscope.core.trace.TraceOptions.CapturedAt;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.engine.LintOptions;
import org.mptcpscope.samples.carrier.Carrier;
import org.mptcpscope.samples.carrier.Rewrapped;

/**
 * The same packets in another link layer or tunnel are judged the same: findings, frames, verdicts,
 * connections. Where they were captured is given, as a tunnel hides some of what would tell.
 */
class CarrierLintTest {
  private static final LintOptions AT_INITIATOR =
      new LintOptions(
          List.of(),
          List.of(),
          true,
          new TraceOptions(new CapturedAt.AtSide(Side.INITIATOR), TraceOptions.DEFAULT.progress()));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "linux-6.18/csum_three/server.pcap.gz",
        "linux-6.18/backup_takeover/client.pcapng.gz",
        "linux-6.18/forged_reserved_bits/server.pcap.gz",
        "public/tcpdump_mptcp-v0.pcap"
      })
  void aCaptureInAnotherCarrierHasTheSameFindings(String path) throws IOException {
    Optional<Path> folder = Lab.references();
    assumeTrue(folder.isPresent(), "no reference captures (property mptcpscope.referenceCaptures)");
    Rewrapped packets = Rewrapped.of(octets(folder.get().resolve(path)));
    Carrier plain = Carrier.ALL.getFirst();
    CaptureReport expected = judge(packets, plain);
    assertThat(expected.connections()).isNotEmpty();
    if (path.contains("forged")) {
      assertThat(expected.findings()).isNotEmpty();
    }
    assertThat(expected.warnings()).isEmpty();
    List<String> differences = new ArrayList<>();
    for (Carrier carrier : Carrier.ALL) {
      if (!expected.equals(judge(packets, carrier))) {
        differences.add(carrier.name());
      }
    }
    assertThat(differences).isEmpty();
  }

  private static CaptureReport judge(Rewrapped packets, Carrier carrier) {
    return Lab.judge(CaptureSource.memory("capture", packets.in(carrier)), AT_INITIATOR);
  }

  private static MemorySegment octets(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] octets =
          file.toString().endsWith(".gz")
              ? new GZIPInputStream(in).readAllBytes()
              : in.readAllBytes();
      return Arena.ofAuto().allocate(octets.length).copyFrom(MemorySegment.ofArray(octets));
    }
  }
}
