package org.mptcpscope.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mptcpscope.core.capture.Libpcap;

/**
 * A transfer of the kernel's own MPTCP between two network namespaces over two paths, captured
 * while it happens. Needs root, ip(8), python3, libpcap and a kernel with MPTCP.
 */
@Timeout(60)
class KernelTransferTest {
  private static final int UP = 3_000_000;
  private static final int DOWN = 200_000;

  /** 262 is IPPROTO_MPTCP, which Java cannot ask for. */
  private static final String LISTENER =
      """
      import socket
      s = socket.socket(socket.AF_INET, socket.SOCK_STREAM, 262)
      s.bind(('10.98.1.2', 7000)); s.listen(); print('ready', flush=True)
      c, _ = s.accept()
      while c.recv(65536): pass
      c.sendall(b'd' * %d); c.close()
      """
          .formatted(DOWN);

  private static final String INITIATOR =
      """
      import socket, time
      c = socket.socket(socket.AF_INET, socket.SOCK_STREAM, 262)
      c.connect(('10.98.1.2', 7000))
      c.sendall(b'u' * 100000); time.sleep(0.2); c.sendall(b'u' * %d)
      c.shutdown(socket.SHUT_WR)
      while c.recv(65536): pass
      c.close()
      """
          .formatted(UP - 100_000);

  @TempDir Path folder;

  private final String initiator = "mi" + ProcessHandle.current().pid();
  private final String listener = "ml" + ProcessHandle.current().pid();
  private final List<Process> started = new ArrayList<>();

  @BeforeEach
  void twoHosts() throws Exception {
    assumeTrue(Libpcap.flaw().isEmpty(), () -> Libpcap.flaw().orElseThrow());
    assumeTrue("root".equals(System.getProperty("user.name")), "network namespaces need root");
    assumeTrue(Files.exists(Path.of("/proc/sys/net/mptcp/enabled")), "the kernel is without MPTCP");
    assumeTrue(works("python3", "-c", "import socket"), "python3 is not installed");
    assumeTrue(works("ip", "netns", "add", initiator), "network namespaces cannot be made");
    ip("netns add " + listener);
    for (int path = 1; path <= 2; path++) {
      String link = "v" + path;
      ip("-n %s link add %s type veth peer name %s netns %s", initiator, link, link, listener);
      ip("-n %s addr add 10.98.%s.1/24 dev %s", initiator, path, link);
      ip("-n %s addr add 10.98.%s.2/24 dev %s", listener, path, link);
      ip("-n %s link set %s up", initiator, link);
      ip("-n %s link set %s up", listener, link);
    }
    for (String host : List.of(initiator, listener)) {
      String enable = "echo 1 > /proc/sys/net/mptcp/enabled";
      run("ip", "netns", "exec", host, "sh", "-c", enable);
      ip("-n %s mptcp limits set subflows 2 add_addr_accepted 2", host);
    }
    ip("-n %s mptcp endpoint add 10.98.2.1 dev v2 subflow", initiator);
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    for (Process process : started) {
      process.destroyForcibly().waitFor();
    }
    works("ip", "netns", "del", initiator);
    works("ip", "netns", "del", listener);
  }

  private static boolean works(String... command) throws IOException, InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.waitFor() == 0;
    } catch (IOException _) {
      return false;
    }
  }

  @SuppressWarnings("AnnotateFormatMethod") // called with literals of this file only
  private static void ip(String arguments, Object... values) throws Exception {
    run(("ip " + arguments.formatted(values)).split(" "));
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s: %s", String.join(" ", command), said).isZero();
  }

  private Process python(String host, String script) throws IOException {
    Process process =
        new ProcessBuilder("ip", "netns", "exec", host, "python3", "-c", script)
            .redirectErrorStream(true)
            .start();
    started.add(process);
    return process;
  }

  /** Starts the program in a namespace. */
  private Process capture(String host, String... arguments) throws IOException {
    String classes = System.getProperty("surefire.test.class.path");
    List<String> command =
        new ArrayList<>(
            List.of(
                "ip",
                "netns",
                "exec",
                host,
                ProcessHandle.current().info().command().orElse("java"),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classes == null ? System.getProperty("java.class.path") : classes,
                Main.class.getName(),
                "capture"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(folder.resolve("err").toFile())
            .start();
    started.add(process);
    return process;
  }

  private String text(String stream) throws IOException {
    return Files.readString(folder.resolve(stream));
  }

  /** Waits until the capture has written its file header: then it has begun. */
  private void awaitBegin(Path file, Process capture) throws Exception {
    while (!Files.exists(file) || Files.size(file) == 0) {
      assertThat(capture.isAlive()).as("the capture goes on: %s", text("err")).isTrue();
      Thread.sleep(20);
    }
    Thread.sleep(50);
  }

  private void transfer() throws Exception {
    Process waits = python(listener, LISTENER);
    BufferedReader said =
        new BufferedReader(new InputStreamReader(waits.getInputStream(), StandardCharsets.UTF_8));
    assertThat(said.readLine()).isEqualTo("ready");
    Process sends = python(initiator, INITIATOR);
    assertThat(sends.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(sends.exitValue()).isZero();
    assertThat(waits.waitFor(20, TimeUnit.SECONDS)).isTrue();
    // The last ACKs of the close.
    Thread.sleep(100);
  }

  @Test
  void whatIsCapturedIsWhatWasTransferred() throws Exception {
    Path file = folder.resolve("both.pcapng");
    Process capture = capture(initiator, "-i", "any", "--lint", "-w", file.toString());
    awaitBegin(file, capture);
    transfer();
    capture.destroy(); // SIGTERM, as Ctrl-C: the normal end
    assertThat(capture.waitFor(20, TimeUnit.SECONDS)).isTrue();

    assertThat(text("err")).matches("mptcpscope: any: \\d+ frames, 1 MPTCP connection, 0 .*\n");
    assertThat(text("err")).endsWith(", 0 findings, 0 lost\n");
    List<String> told = text("out").lines().toList();
    assertThat(told.getFirst())
        .matches("any: \\d+ frames, 1 MPTCP connection \\(v1\\), 2 subflows");
    assertThat(told.getLast()).startsWith("result: no violation; ").contains(" 0 violated");
    assertThat(capture.exitValue()).isZero();

    Run again = Run.of("lint", file.toString());
    assertThat(again.out().replace(file.toString(), "any")).isEqualTo(text("out"));
    assertThat(again.err()).isEmpty();
    String json = Run.of("connections", "--format", "json", file.toString()).out();
    assertThat(json.replaceAll("\\s", ""))
        .contains("\"dataBytes\":{\"fromInitiator\":" + UP + ",\"fromListener\":" + DOWN + "}")
        .contains("\"version\":1")
        .contains("\"closedBy\":\"dataFin\"");
  }

  /** Sends the frames of a pcap of link type RAW, from the other end of the link. */
  private static final String REPLAY =
      """
      import socket, struct, sys
      octets = open(sys.argv[1], 'rb').read()
      order = '<' if octets[0] in (0xd4, 0x4d) else '>'
      link = socket.socket(socket.AF_PACKET, socket.SOCK_RAW); link.bind(('v1', 0))
      at = 24
      while at < len(octets):
          kept = struct.unpack(order + 'I', octets[at + 8:at + 12])[0]
          link.send(bytes(12) + b'\\x08\\x00' + octets[at + 16:at + 16 + kept])
          at += 16 + kept
      """;

  @Test
  void aFindingIsToldWhileItsConnectionIsOpen() throws Exception {
    Path file = folder.resolve("bad.pcapng");
    Process capture = capture(initiator, "-i", "v1", "--lint", "-w", file.toString());
    awaitBegin(file, capture);
    run(
        "ip",
        "netns",
        "exec",
        listener,
        "python3",
        "-c",
        REPLAY,
        "../sample-pcaps/captures/scripted-peer/own-fastclose_rst_wrong_key.pcap");
    Pattern told = Pattern.compile("v1:\\d+: error\\[fast-close-key-wrong\\] .*, so far");
    while (text("out").lines().noneMatch(line -> told.matcher(line).matches())) {
      assertThat(capture.isAlive()).isTrue();
      Thread.sleep(50);
    }
    capture.destroy();
    assertThat(capture.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(capture.exitValue()).isEqualTo(ExitCode.FINDINGS);
    assertThat(text("out").lines().filter(line -> line.contains("[fast-close-key-wrong]")))
        .as("told once, and in the report")
        .hasSize(2);
  }

  @Test
  void aCaptureOfOneInterfaceEndsWhenTheInterfaceGoesAway() throws Exception {
    Path file = folder.resolve("one.pcap");
    Process capture =
        capture(listener, "-i", "v1", "--filter", "tcp port 7000", "-w", file.toString());
    awaitBegin(file, capture);
    transfer();
    ip("-n %s link del v1", listener);
    assertThat(capture.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(text("err"))
        .matches(
            """
            mptcpscope: warning: v1: [^\n]*; the capture ends here
            mptcpscope: v1: \\d+ frames, 1 MPTCP connection, 0 findings, 0 lost
            """);
    assertThat(text("out")).isEmpty();
    assertThat(capture.exitValue()).isZero();
    assertThat(Run.of("connections", file.toString()).out()).contains("10.98.1.1", "10.98.1.2");
  }
}
