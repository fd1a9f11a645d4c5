package org.mptcpscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Two points of one path, given as one capture. */
class MergeOptionTest {
  private static final String CLIENT = sample("linux/join_unknown_token/client.pcapng.gz");
  private static final String SERVER = sample("linux/join_unknown_token/server.pcap.gz");

  private static String sample(String name) {
    Path project = Path.of("").toAbsolutePath();
    while (project.getParent() != null && !Files.exists(project.resolve("dev"))) {
      project = project.getParent();
    }
    return project.resolve("sample-pcaps/captures").resolve(name).toString();
  }

  @Test
  void makesTwoFilesOneCapture() {
    Run run = Run.of("lint", "--merge", "--fail-on=never", CLIENT, SERVER);
    assertThat(run.code()).isZero();
    assertThat(run.out()).startsWith(CLIENT + " + " + SERVER + ": ").contains("1 MPTCP connection");
  }

  @Test
  void tellsWhichFileHasAFrame() {
    Run json = Run.of("lint", "--merge", "--advisory", "--format", "json", CLIENT, SERVER);
    assertThat(json.out()).contains("\"fileFrame\" : ", "\"file\" : \"" + CLIENT + "\"");
    Run alone = Run.of("lint", "--advisory", "--format", "json", CLIENT);
    assertThat(alone.out()).doesNotContain("fileFrame");
  }

  @Test
  void letsCommandsForOneCaptureTakeTwoFiles() {
    assertThat(Run.of("dump", CLIENT, SERVER).err()).contains("--merge makes them one");
    Run run = Run.of("dump", "--merge", CLIENT, SERVER);
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("MP_CAPABLE");
  }

  @Test
  void namesTheFileThatCannotBeRead() {
    Run run = Run.of("lint", "--merge", CLIENT, CLIENT + ".missing");
    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains(CLIENT + ".missing").contains("no such file");
  }
}
