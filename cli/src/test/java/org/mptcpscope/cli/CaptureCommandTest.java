package org.mptcpscope.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mptcpscope.core.capture.Libpcap;

/** What {@code capture} refuses, and in which words. */
class CaptureCommandTest {
  @TempDir Path folder;

  private static void assertRefused(String sentence, String... args) {
    Run run = Run.of(args);
    assertThat(run.err()).isEqualTo("mptcpscope: " + sentence + "\n");
    assertThat(run.out()).isEmpty();
    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
  }

  private static void needLibpcap() {
    assumeTrue(Libpcap.flaw().isEmpty(), () -> Libpcap.flaw().orElseThrow());
  }

  @Test
  void refusesWhatItCannotFollow() {
    assertRefused("capture: name an interface with -i; capture -D lists them", "capture");
    assertRefused(
        "capture: name one interface, or -i any; not 2", "capture", "-i", "lo", "-i", "eth0");
    assertRefused("capture: -s -1: not a number of octets", "capture", "-i", "lo", "-s", "-1");
    assertRefused(
        "capture: -c 0: not a number of frames from 1 on", "capture", "-i", "lo", "-c", "0");
    assertRefused(
        "capture: --duration 0.0: not a number of seconds above 0",
        "capture",
        "-i",
        "lo",
        "--duration",
        "0");
    assertRefused(
        "capture: --format xml: not one of text, json", "capture", "-i", "lo", "--format", "xml");
    assertRefused(
        "capture: --fail-on severe: not one of error, warning, note, never",
        "capture",
        "-i",
        "lo",
        "--fail-on",
        "severe");
    assertRefused(
        "capture: --verdicts is about the report, which --lint asks for",
        "capture",
        "-i",
        "lo",
        "--verdicts");
    assertThat(Run.of("capture", "-i", "lo", "--select", "prio-with-adress-id").err())
        .contains("did you mean prio-with-address-id?");
    assertThat(Run.of("capture", "-i", "lo", "a.pcap").err()).contains("one argument too many");
  }

  @Test
  void namesTheInterfacesThatAreThere() throws IOException {
    needLibpcap();
    Path file = Files.writeString(folder.resolve("a.pcapng"), "precious");
    Run run = Run.of("capture", "-i", "no-such-if0", "-w", file.toString());
    assertThat(run.err()).startsWith("mptcpscope: no-such-if0: no such interface; there ");
    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    assertThat(file).as("nothing was captured").hasContent("precious");
  }

  @Test
  void listsInterfaces() {
    needLibpcap();
    Run run = Run.of("capture", "-D");
    assertThat(run.code()).isZero();
    assertThat(Run.of("capture", "--list-interfaces").out()).isEqualTo(run.out());
  }

  @Test
  void aFilterIsForFilesToo() {
    needLibpcap();
    String file = "../sample-pcaps/captures/scripted-peer/own-fastclose_rst_wrong_key.pcap";
    Run some = Run.of("connections", "--filter", "port 35507", file);
    assertThat(some.out()).contains("11 frames, 1 MPTCP connection").doesNotContain("192.0.2.2");
    assertThat(some.err()).contains("warning: " + file + ": --filter 'port 35507' let 11 of 16 ");
    Run none = Run.of("lint", "--filter", "prt 35507", file);
    assertThat(none.err())
        .startsWith("mptcpscope: " + file + ": --filter 'prt 35507': ")
        .contains("syntax error");
    assertThat(none.code()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void whoWritesToAClosedPipeIsTold() throws IOException {
    PrintStream closed = new PrintStream(new ByteArrayOutputStream());
    ClosingPipe pipe = new ClosingPipe(closed);
    pipe.write(new byte[] {1, 2});
    pipe.flush();
    closed.close();
    org.assertj.core.api.Assertions.assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> pipe.write(3))
        .withMessage("standard output was closed");
  }
}
