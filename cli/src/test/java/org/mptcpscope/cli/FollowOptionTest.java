package org.mptcpscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A file that grows while it is judged. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FollowOptionTest {
  @TempDir Path folder;

  private static Path sample(String name) {
    Path project = Path.of("").toAbsolutePath();
    while (project.getParent() != null && !Files.exists(project.resolve("dev"))) {
      project = project.getParent();
    }
    return project.resolve("sample-pcaps/captures").resolve(name);
  }

  /** Cutting the file ends it as Ctrl-C does, which a test cannot press. */
  @Test
  void judgesWhatIsAppendedUntilTheEnd() throws Exception {
    byte[] whole = Files.readAllBytes(sample("scripted-peer/own-add_addr_hmac_wrong.pcap"));
    Path file = folder.resolve("growing.pcap");
    Files.write(file, Arrays.copyOf(whole, 300));
    CompletableFuture<Run> run =
        CompletableFuture.supplyAsync(() -> Run.of("lint", "--follow", file.toString()));
    Files.write(file, Arrays.copyOfRange(whole, 300, whole.length), StandardOpenOption.APPEND);
    Thread.sleep(1000);
    try (FileChannel other = FileChannel.open(file, StandardOpenOption.WRITE)) {
      other.truncate(100);
    }
    assertThat(run.get().out()).contains("error[add-addr-hmac-wrong]", "result: 1 error");
    assertThat(run.get().code()).isEqualTo(ExitCode.FINDINGS);
    assertThat(run.get().out().lines().takeWhile(line -> !line.isBlank()))
        .anyMatch(line -> line.matches(".*growing.pcap:\\d+: error\\[add-addr-hmac-wrong\\] .*"));
  }

  @Test
  void takesOneFile() {
    assertThat(Run.of("lint", "--follow", "a", "b").err()).contains("--follow takes one file");
    assertThat(Run.of("lint", "--follow", "-").code()).isEqualTo(ExitCode.USAGE);
    assertThat(Run.of("lint", "--follow", "--merge", "a").err()).contains("neither --merge");
  }
}
