package org.mptcpscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code lint} with mptcpscope.yaml, found or named, and with {@code --require}. */
class ConfigOptionTest {
  private static final String SAMPLE =
      ReportOptionTest.sample("scripted-peer/own-fastclose_rst_wrong_key.pcap");

  @TempDir private Path directory;
  private String capture;

  @BeforeEach
  void copyTheCapture() throws IOException {
    Path below = Files.createDirectories(directory.resolve("a/b"));
    capture = below.resolve("c.pcap").toString();
    Files.copy(Path.of(SAMPLE), Path.of(capture));
  }

  private String write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.writeString(file, text);
    return file.toString();
  }

  @Test
  void theNearestFileAboveTheCaptureCounts() throws IOException {
    assertThat(Run.of("lint", capture).code()).isEqualTo(ExitCode.FINDINGS);
    write("mptcpscope.yaml", "ignore: fast-close-key-wrong\n");
    Run quiet = Run.of("lint", capture);
    assertThat(quiet.code()).isEqualTo(ExitCode.OK);
    assertThat(quiet.out()).doesNotContain("fast-close-key-wrong");
    assertThat(Run.of("lint", "--no-config", capture).code()).isEqualTo(ExitCode.FINDINGS);
    write("a/mptcpscope.yaml", "# nothing\n");
    assertThat(Run.of("lint", capture).code()).isEqualTo(ExitCode.FINDINGS);
  }

  @Test
  void aNamedFileCountsAlone() throws IOException {
    write("mptcpscope.yaml", "no-such-key: 1\n");
    String named = write("ci.yaml", "severity: {fast-close-key-wrong: warning}\n");
    Run run = Run.of("lint", "--config", named, capture);
    assertThat(run.code()).isEqualTo(ExitCode.OK);
    assertThat(run.out()).contains("warning[fast-close-key-wrong]");
    assertThat(Run.of("lint", "--config", named, "--fail-on", "warning", capture).code())
        .isEqualTo(ExitCode.FINDINGS);
    assertThat(Run.of("lint", "--config", named, "--no-config", capture).err())
        .isEqualTo(
            "mptcpscope: lint: --config and --no-config exclude each other; name one of them\n");
  }

  @Test
  void mistakesEndTheProgramBeforeAnythingIsRead() throws IOException {
    String named = write("ci.yaml", "ignor: x\nfail-on: [sometimes]\n");
    Run run = Run.of("lint", "--config", named, capture);
    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualTo(
            "mptcpscope: %1$s:1:1: no key 'ignor'; did you mean ignore?%nmptcpscope: %1$s:2:10: expected one of error, warning, note, never; found a list%n"
                .formatted(named));
  }

  @Test
  void whatIsRequiredMustBeThere() {
    assertThat(Run.of("lint", "--fail-on", "never", "--require", "mptcp,v1", capture).code())
        .isEqualTo(ExitCode.OK);
    assertThat(Run.of("lint", "--fail-on", "never", "--require", "v0", capture).code())
        .isEqualTo(ExitCode.FINDINGS);
    assertThat(Run.of("lint", "--require", "v2", capture).err())
        .isEqualTo("mptcpscope: lint: --require v2: not one of mptcp, v1, v0\n");
  }
}
