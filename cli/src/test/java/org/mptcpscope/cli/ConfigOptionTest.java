package org.mptcpscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
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
  void aFileOfAnotherNameIsNotPassedOver() throws IOException {
    String other = write("a/mptcpscope.yml", "fail-on: never\n");
    assertThat(Run.of("lint", capture))
        .extracting(Run::code, Run::err)
        .containsExactly(
            ExitCode.USAGE, "mptcpscope: " + other + ": is not read; call it mptcpscope.yaml\n");
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

  @Test
  void textSaysWhichFileHadASay() throws IOException {
    String named = write("ci.yaml", "expected: {rule: fast-close-key-wrong, reason: ours}\n");
    Run run = Run.of("lint", "--config", named, capture);
    assertThat(run.code()).isEqualTo(ExitCode.OK);
    assertThat(run.out())
        .contains(
            "settings: " + named + "\n", "accepted: 1 finding (-v lists them)\n", ", 1 accepted; ");
    assertThat(Run.of("lint", "-v", "--config", named, capture).out())
        .contains("= ours (" + named + ":1)");
  }

  @Test
  void aBaselineLeavesNewFindings() throws IOException {
    String base = directory.resolve("base.json").toString();
    Run written =
        Run.of("lint", "--ignore", "fast-close-key-wrong", "--write-baseline", base, capture);
    assertThat(written.code()).isEqualTo(ExitCode.OK);
    assertThat(written.err()).isEqualTo("mptcpscope: " + base + ": 1 finding written\n");
    Run fresh = Run.of("lint", "--baseline", base, capture);
    assertThat(fresh.code()).isEqualTo(ExitCode.FINDINGS);
    assertThat(fresh.out()).contains("error[fast-close-key-wrong]").doesNotContain("note[");
    Run all = Run.of("lint", "--baseline", base, "--write-baseline", base, capture);
    assertThat(all.code()).isEqualTo(ExitCode.OK);
    assertThat(all.err()).isEqualTo("mptcpscope: " + base + ": 2 findings written\n");
    assertThat(Run.of("lint", "--fail-on", "note", "--baseline", base, capture).code())
        .isEqualTo(ExitCode.OK);
    // The same scenario, captured again into a file of the same name below another checkout.
    Path elsewhere = Files.createDirectories(directory.resolve("again/a/b"));
    Files.copy(Path.of(capture), elsewhere.resolve("c.pcap"));
    Files.copy(Path.of(base), directory.resolve("again/base.json"));
    String moved = elsewhere.resolve("c.pcap").toString();
    String known = directory.resolve("again/base.json").toString();
    assertThat(Run.of("lint", "--fail-on", "note", "--baseline", known, moved).code())
        .isEqualTo(ExitCode.OK);
  }

  @Test
  void noBaselineOfWhatWasNotRead() throws IOException {
    String base = directory.resolve("base.json").toString();
    String empty = write("empty.pcap", "");
    Run run = Run.of("lint", "--write-baseline", base, capture, empty);
    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("mptcpscope: " + base + ": not written, not all was judged\n");
    assertThat(Path.of(base)).doesNotExist();
    assertThat(Run.of("lint", "--baseline", base, capture).err())
        .isEqualTo("mptcpscope: " + base + ": no such file; --write-baseline writes one\n");
    assertThat(Run.of("lint", "--write-baseline", directory + "/no/b.json", capture).err())
        .contains("no such directory");
    assertThat(Run.of("lint", "--write-baseline", capture, capture).err())
        .isEqualTo(
            "mptcpscope: lint: cannot write "
                + capture
                + ": is there and no baseline; remove it or name another\n");
    assertThat(Path.of(capture)).hasSameBinaryContentAs(Path.of(SAMPLE));
  }

  @Test
  void expectationsBesideTheCapture() throws IOException {
    write(
        "a/b/c.pcap.expect.yaml",
        "version: 1\nfindings:\n  - fast-close-key-wrong\n  - key-guessable\n");
    assertThat(Run.of("lint", capture).code()).isEqualTo(ExitCode.FINDINGS);
    Run met = Run.of("lint", "--expect", capture);
    assertThat(met.code()).isEqualTo(ExitCode.OK);
    assertThat(met.out()).contains("expectations: 4 of 4 met\n", "result: 2 accepted; ");
    String file = write("a/b/c.pcap.expect.yaml", "subflows: 3\n");
    Run unmet = Run.of("lint", "--expect", "--fail-on", "never", "--format", "oneline", capture);
    assertThat(unmet.code()).isEqualTo(ExitCode.FINDINGS);
    assertThat(unmet.out())
        .endsWith(
            file
                + ":1: error[expectation-not-met] expected subflows opened: 3, found 2 in connection"
                + " 0\n");
    // In JSON connections are listed or not as without it.
    assertThat(Run.of("lint", "--expect", "--format", "json", capture).out())
        .contains("\"met\" : false", "\"subflows\"");
    assertThat(Run.of("lint", "--expect", "--format", "json", "--no-connections", capture).out())
        .contains("\"met\" : false", "\"connectionsOmitted\" : 1")
        .doesNotContain("\"subflows\"");
  }

  /** What is expected of nothing would be met by nothing. */
  @Test
  void expectationsWithoutACapture() throws IOException {
    assertThat(Run.of("lint", "--expect", capture))
        .extracting(Run::code, Run::err)
        .containsExactly(
            ExitCode.USAGE,
            "mptcpscope: lint: --expect: no expectations beside any capture; those of a.pcap are in"
                + " a.pcap.expect.yaml\n");
    write("a/b/c.pcap.expect.yaml", "version: 1\n");
    String orphan = write("a/gone.pcap.expect.yaml", "version: 1\n");
    Run run = Run.of("lint", "--expect", directory.toString());
    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(orphan + ": there is no capture ");
    Files.delete(Path.of(orphan));
    String stem = write("a/b/c.expect.yaml", "version: 1\n");
    assertThat(Run.of("lint", "--expect", directory.toString()).err())
        .contains(stem + ": there is no capture ", "did you mean " + capture + ".expect.yaml?");
    Files.delete(Path.of(stem));
    write("a/b/c.pcap.expect.yml", "version: 1\n");
    assertThat(Run.of("lint", "--expect", directory.toString()).err())
        .contains("c.pcap.expect.yml: is not read; it must end in .expect.yaml");
    assertThat(Run.of("lint", "--expect", "--merge", capture, capture).err())
        .isEqualTo("mptcpscope: lint: --expect goes with neither --merge nor --follow\n");
  }

  @Test
  void aCaptureWithoutMptcpIsNotGreen() throws IOException {
    write("mptcpscope.yaml", "require: mptcp\n");
    // The header of a capture of Ethernet without a frame.
    byte[] header = HexFormat.of().parseHex("d4c3b2a1020004000000000000000000ffff000001000000");
    Path none = directory.resolve("none.pcap");
    Files.write(none, header);
    Run run = Run.of("lint", none.toString());
    assertThat(run.code()).isEqualTo(ExitCode.FINDINGS);
    assertThat(run.out())
        .contains(
            "error[expectation-not-met] expected MPTCP, found no TCP connection\n",
            "mptcpscope.yaml:1\n",
            "result: no MPTCP, 1 expectation not met; ");
    assertThat(Run.of("lint", "--no-config", none.toString()).code()).isEqualTo(ExitCode.OK);
  }
}
