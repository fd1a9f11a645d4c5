package org.mptcpscope.pcap4j.example;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mptcpscope.pcap4j.Mptcp;
import org.mptcpscope.samples.script.PacketScript;
import org.pcap4j.core.Pcaps;

/** The worked example does what the README says. */
class PrintMptcpTest {
  private static final String SCRIPT =
      """
      # test
      host A   A0=10.0.0.1:40000
      host B   B0=10.0.1.1:443
      path 0   A0 - B0
      0.000  0>  S        mp_capable
      0.010  0<  S.       mp_capable
      0.020  0>  .        mp_capable
      0.030  0>  P. 100   mp_capable
      0.040  0<  .        dss dack
      """;

  @Test
  void printsTheOptionsOfACapture(@TempDir Path folder) throws Exception {
    needsLibpcap();
    Path capture = folder.resolve("sample.pcapng");
    Files.write(capture, PacketScript.parse("test", SCRIPT).run().toPcapng());
    Mptcp.install();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintMptcp.print(capture.toString(), new PrintStream(out, true, UTF_8));
    List<String> lines = out.toString(UTF_8).lines().toList();
    assertThat(lines).hasSize(5);
    assertThat(lines.get(0)).startsWith("1: MP_CAPABLE MpCapable[length=4, version=1,");
    assertThat(lines.get(3))
        .startsWith("4: MP_CAPABLE MpCapable[length=22,")
        .contains("dataLength=100");
    assertThat(lines.get(4)).startsWith("5: DSS Dss[");
  }

  @Test
  void theReadmeShowsThisVeryProgram() throws Exception {
    String program =
        Files.readString(Path.of("src/test/java/org/mptcpscope/pcap4j/example/PrintMptcp.java"));
    String body =
        program.substring(
            program.indexOf("    try (PcapHandle"), program.indexOf("      // The whole"));
    String readme = Files.readString(Path.of("README.md"));
    assertThat(readme).contains(body.stripTrailing().stripIndent());
  }

  private static void needsLibpcap() {
    try {
      assertThat(Pcaps.libVersion()).isNotEmpty();
    } catch (LinkageError e) {
      if (System.getenv("CI") != null) {
        fail("libpcap is not installed (package libpcap0.8)", e);
      }
      assumeTrue(false, "libpcap is not installed (package libpcap0.8)");
    }
  }
}
