package org.mptcpscope.core.reconstruct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The real captures beside the project, if they are there. */
final class ReferenceCaptures {
  private ReferenceCaptures() {}

  /** Their folder; without it the test is skipped. */
  static Path folder() {
    String stated = System.getProperty("mptcpscope.referenceCaptures");
    Path folder =
        stated != null && !stated.isEmpty()
            ? Path.of(stated)
            : projectRoot().resolve("../shared/captures").normalize();
    assumeTrue(
        Files.isDirectory(folder),
        "reference captures not found at " + folder + "; set mptcpscope.referenceCaptures");
    return folder;
  }

  private static Path projectRoot() {
    Path at = Path.of("").toAbsolutePath();
    while (at != null && !Files.isRegularFile(at.resolve("dev"))) {
      at = at.getParent();
    }
    assertThat(at).as("the folder that has the file dev").isNotNull();
    return at;
  }

  /** Captures below a folder, by name. */
  static List<Path> below(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches(".*\\.pcap(ng)?(\\.gz)?"))
          // modified pcap is refused
          .filter(file -> !file.endsWith("formats/modified.pcap.gz"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The capture of a scenario taken at this point. */
  static Path of(String scenario, String point) {
    return below(folder().resolve("linux-6.18").resolve(scenario)).stream()
        .filter(file -> file.getFileName().toString().startsWith(point + "."))
        .findFirst()
        .orElseThrow(() -> new AssertionError(scenario + " has no capture at " + point));
  }
}
