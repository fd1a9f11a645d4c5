package org.mptcpscope.rules.export;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.mptcpscope.rules.Lab;

/**
 * The captures beside the project: one in so many, which is spread over all kinds of them, and all
 * with {@code -Dmptcpscope.stress=all}.
 */
final class ReferenceFiles {
  private ReferenceFiles() {}

  /** Whether all of them are wanted, and all scripts. */
  static boolean all() {
    return "all".equals(System.getProperty("mptcpscope.stress"));
  }

  /** One in so many of those that are no larger than so many octets. */
  static List<Path> oneIn(int many, long octets) throws IOException {
    List<Path> files = upTo(octets);
    return IntStream.range(0, files.size())
        .filter(at -> all() || at % many == 0)
        .mapToObj(files::get)
        .toList();
  }

  /** All that are no larger than so many octets. */
  static List<Path> upTo(long octets) throws IOException {
    Optional<Path> references = Lab.references();
    assumeTrue(
        references.isPresent(),
        "the reference captures (-Dmptcpscope.referenceCaptures) are not there");
    try (Stream<Path> files = Files.walk(references.orElseThrow())) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> file.getFileName().toString().matches(".*\\.(pcap|pcapng|cap)(\\.gz)?"))
          .filter(file -> file.toFile().length() <= octets)
          .sorted()
          .toList();
    }
  }
}
