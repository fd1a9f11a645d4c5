package org.mptcpscope.core.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The captures that are kept beside the project, and the tools that read them too. */
final class ReferenceCaptures {
  private static final String PROPERTY = "mptcpscope.referenceCaptures";

  private ReferenceCaptures() {}

  /** The folder of the captures; without it the test is skipped. */
  static Path folder() {
    Path root = Path.of("").toAbsolutePath();
    while (root != null && !Files.isRegularFile(root.resolve("dev"))) {
      root = root.getParent();
    }
    Path beside = root == null ? Path.of("captures") : root.resolve("../shared/captures");
    Path folder = Path.of(System.getProperty(PROPERTY, beside.normalize().toString()));
    assumeTrue(
        Files.isDirectory(folder), "the reference captures (-D" + PROPERTY + ") are not there");
    return folder;
  }

  /** Runs a tool and returns its lines; without the tool the test is skipped, but fails in CI. */
  static List<String> run(String... command) throws IOException, InterruptedException {
    Process process;
    try {
      process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    } catch (IOException e) {
      String missing = command[0] + " is not installed";
      if (System.getenv("CI") != null) {
        fail(missing);
      }
      assumeTrue(false, missing);
      throw e;
    }
    List<String> lines = new ArrayList<>();
    try (var reader = process.inputReader(StandardCharsets.UTF_8)) {
      reader.lines().forEach(lines::add);
    }
    process.waitFor();
    assertThat(lines).as(String.join(" ", command)).isNotEmpty();
    return lines;
  }

  /** Skips the test without libpcap; in CI it fails. */
  static void needLibpcap() {
    if (System.getenv("CI") != null) {
      assertThat(Libpcap.flaw()).isEmpty();
    }
    assumeTrue(Libpcap.flaw().isEmpty(), () -> Libpcap.flaw().orElseThrow());
  }
}
