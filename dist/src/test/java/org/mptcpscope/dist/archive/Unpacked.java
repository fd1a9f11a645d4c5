package org.mptcpscope.dist.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The archive, unpacked where there is nothing else, and programs run there with no environment.
 */
final class Unpacked {
  private static final long PATIENCE_SECONDS = 600;

  private final Path root;

  /**
   * What a program did.
   *
   * @param out what it wrote to standard output
   * @param err what it wrote to standard error
   */
  record Run(int code, String out, String err) {}

  private Unpacked(Path root) {
    this.root = root;
  }

  /** The archive that was built before this test. */
  static Path archive() {
    String archive = System.getProperty("mptcpscope.archive");
    assumeTrue(archive != null, "the archive is tested once it is built, in mvn verify");
    return Path.of(archive);
  }

  /** Unpacks it below a folder with a blank in its name. */
  static Unpacked in(Path folder) throws IOException {
    Path place = Files.createDirectories(folder.resolve("a place"));
    Run tar = run(folder, Map.of(), "tar", "xzf", archive().toString(), "-C", place.toString());
    assertThat(tar.code()).as(tar.err()).isZero();
    try (Stream<Path> top = Files.list(place)) {
      List<Path> all = top.toList();
      assertThat(all).hasSize(1);
      assertThat(archive()).hasFileName(all.getFirst().getFileName() + ".tar.gz");
      return new Unpacked(all.getFirst());
    }
  }

  /** A path inside. */
  Path path(String below) {
    return root.resolve(below);
  }

  /** Runs the program in the folder of the samples, without making an AOT cache. */
  Run mptcpscope(String... words) {
    return mptcpscope(Map.of("MPTCPSCOPE_AOT", "off"), words);
  }

  /** Runs the program in the folder of the samples; the environment has nothing else. */
  Run mptcpscope(Map<String, String> environment, String... words) {
    List<String> command = new ArrayList<>(List.of(path("bin/mptcpscope").toString()));
    command.addAll(List.of(words));
    return run(path("samples"), environment, command.toArray(String[]::new));
  }

  /** Runs a program. */
  static Run run(Path folder, Map<String, String> environment, String... words) {
    try {
      Path out = Files.createTempFile("out", null);
      Path err = Files.createTempFile("err", null);
      try {
        ProcessBuilder builder =
            new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().putAll(new LinkedHashMap<>(environment));
        Process process = builder.start();
        process.getOutputStream().close();
        boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (!ended) {
          process.destroyForcibly();
        }
        assertThat(ended).as("%s ended in time", List.of(words)).isTrue();
        return new Run(process.exitValue(), text(out), text(err));
      } finally {
        Files.delete(out);
        Files.delete(err);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Whether a program of this name is installed. */
  static boolean has(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
