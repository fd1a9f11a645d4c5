package org.mptcpscope.rules.export;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mptcpscope.rules.Lab;

/** The captures beside the project, and those in it. */
final class ReferenceFiles {
  private ReferenceFiles() {}

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
