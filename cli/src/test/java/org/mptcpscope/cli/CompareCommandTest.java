package org.mptcpscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two captures of the same traffic. */
class CompareCommandTest {
  private static final String CLIENT = ReportOptionTest.sample("linux/single_v1/client.pcap.gz");
  private static final String SERVER = ReportOptionTest.sample("linux/single_v1/server.pcap.gz");

  @TempDir private Path directory;

  @Test
  void anHonestPath() {
    Run run = Run.of("compare", CLIENT, SERVER);
    assertThat(run.code()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("clocks: the second is ", "flow 10.0.1.1:", "  first > second  ")
        .endsWith("result: the path changed nothing\n");
  }

  @Test
  void asJson() {
    Run run = Run.of("compare", "--format", "json", CLIENT, SERVER);
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("\"clockOffsetNanos\" : ", "\"changes\" : [ ]");
  }

  @Test
  void needsTwo() {
    Run run = Run.of("compare", CLIENT);
    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("name two captures: compare CLIENT SERVER");
  }

  /** Neither a foreign file nor other traffic makes it say that the path changed anything. */
  @Test
  void whatCannotBeCompared() throws IOException {
    Path other = directory.resolve("other.pcap");
    Files.writeString(other, "no capture at all, only some words that go on");
    Run run = Run.of("compare", CLIENT, other.toString());
    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    assertThat(run.out()).isEmpty();
    Run apart =
        Run.of("compare", CLIENT, ReportOptionTest.sample("linux/subflow_2/client.pcapng.gz"));
    assertThat(apart.code()).isZero();
    assertThat(apart.out())
        .contains("result: no connection with MPTCP is in both captures from its SYN on");
  }
}
