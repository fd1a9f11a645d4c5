package org.mptcpscope.dissector.oracle;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.mptcpscope.dissector.Native;

/** Real captures beside the project, where they are. */
final class ReferenceCaptures {
  private static final String PROPERTY = "mptcpscope.referenceCaptures";

  private ReferenceCaptures() {}

  /** Returns a capture by its path in the folder; skips the test if the folder is not there. */
  static Path file(String path) {
    Path folder = folder();
    assumeTrue(
        Files.isDirectory(folder), "no reference captures at " + PROPERTY + " or its default");
    return folder.resolve(path);
  }

  private static Path folder() {
    String property = System.getProperty(PROPERTY, "");
    if (!property.isEmpty()) {
      return Path.of(property);
    }
    Path project = Path.of("").toAbsolutePath();
    while (project.getParent() != null && !Files.exists(project.resolve("dev"))) {
      project = project.getParent();
    }
    return project.resolve("../shared/captures").normalize();
  }

  /** Returns the octets of a capture, decompressed. */
  static MemorySegment octets(Path capture) throws IOException {
    try (InputStream in = Files.newInputStream(capture)) {
      return Native.of(
          capture.toString().endsWith(".gz")
              ? new GZIPInputStream(in).readAllBytes()
              : in.readAllBytes());
    }
  }
}
