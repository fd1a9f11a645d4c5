package org.mptcpscope.core.trace;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The captures that are kept beside the project; without them a test is skipped. */
final class References {
  private static final String PROPERTY = "mptcpscope.referenceCaptures";

  private References() {}

  static Path folder(String set) {
    Path root = Path.of("").toAbsolutePath();
    while (root != null && !Files.isRegularFile(root.resolve("dev"))) {
      root = root.getParent();
    }
    Path beside = root == null ? Path.of("captures") : root.resolve("../shared/captures");
    Path folder = Path.of(System.getProperty(PROPERTY, beside.normalize().toString())).resolve(set);
    assumeTrue(
        Files.isDirectory(folder), "the reference captures (-D" + PROPERTY + ") are not there");
    return folder;
  }

  /** All captures below a set, in order of their names. */
  static List<Path> captures(String set) throws IOException {
    try (Stream<Path> files = Files.walk(folder(set))) {
      return files
          .filter(file -> file.getFileName().toString().contains(".pcap"))
          // modified pcap is refused
          .filter(file -> !file.endsWith("formats/modified.pcap.gz"))
          .sorted()
          .toList();
    }
  }
}
