package org.mptcpscope.rules.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.export.Anonymised;
import org.mptcpscope.core.export.Anonymiser;
import org.mptcpscope.core.trace.TraceOptions;
import org.mptcpscope.rules.Lab;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.engine.LintOptions;
import org.mptcpscope.rules.engine.Linter;
import org.mptcpscope.samples.carrier.Carrier;
import org.mptcpscope.samples.carrier.Rewrapped;

/**
 * A link layer or tunnel around the packets stays, or all of the frame goes: there is no third way,
 * in which something of it would be left.
 */
class CarrierAnonymiserTest {
  private static final LintOptions ALL =
      new LintOptions(List.of(), List.of(), true, TraceOptions.DEFAULT);

  /**
   * 802.11, PKTAP and Teredo name hosts and programs in more than addresses. MPLS does not say what
   * it holds: with this seed an Ethernet address reads as the first octet of an IP packet.
   */
  private static final List<String> BLANKED =
      List.of(
          "Ethernet in MPLS",
          "PKTAP of Ethernet",
          "PKTAP of a tunnel",
          "802.11",
          "802.11 of four addresses",
          "radiotap",
          "Teredo",
          "Teredo with indications");

  @Test
  void eachCarrierIsWrittenAnewOrBlanked() throws Exception {
    byte[] file =
        Files.readAllBytes(
            Lab.project()
                .resolve("sample-pcaps/captures/scripted-peer/own-add_addr_hmac_wrong.pcap"));
    MemorySegment octets = Arena.ofAuto().allocate(file.length);
    octets.copyFrom(MemorySegment.ofArray(file));
    Rewrapped packets = Rewrapped.of(octets);
    List<String> differences = new ArrayList<>();
    List<String> blanked = new ArrayList<>();
    for (Carrier carrier : Carrier.ALL) {
      CaptureSource source = CaptureSource.memory(carrier.name(), packets.in(carrier));
      Anonymiser anonymiser = new Anonymiser("a seed".getBytes(StandardCharsets.US_ASCII), false);
      CaptureReport before = Linter.lint(source, ALL, List.of(anonymiser.survey()));
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      Anonymised done = anonymiser.write(source, out, "test", TraceOptions.DEFAULT.progress());
      byte[] written = out.toByteArray();
      LeakTest.Secrets secrets = LeakTest.gather(source);
      LeakTest.search(written, secrets)
          .forEach(leak -> differences.add(carrier.name() + ": leaks " + leak));
      if (!done.blanked().isEmpty()) {
        blanked.add(carrier.name());
        continue;
      }
      CaptureReport after = Linter.lint(CaptureSource.memory("after", written), ALL, List.of());
      VerdictComparison.differences(before, after)
          .forEach(line -> differences.add(carrier.name() + ": " + line));
    }
    assertThat(differences).isEmpty();
    assertThat(blanked).containsExactlyElementsOf(BLANKED);
  }
}
