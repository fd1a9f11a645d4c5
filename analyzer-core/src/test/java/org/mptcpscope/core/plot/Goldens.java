package org.mptcpscope.core.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Compares text with a file of the sources; {@code -Dmptcpscope.update=true} writes it instead. */
final class Goldens {
  private Goldens() {}

  static void check(String text, Path file) {
    try {
      if (Boolean.getBoolean("mptcpscope.update")) {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, text);
      }
      assertThat(file).exists();
      assertThat(text).isEqualTo(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns a golden file beside the tests of this package. */
  static Path golden(String name) {
    return module().resolve("src/test/resources/org/mptcpscope/core/plot").resolve(name);
  }

  /** Returns a file that is part of the program. */
  static Path source(String name) {
    return module().resolve("src/main/resources/org/mptcpscope/core/plot").resolve(name);
  }

  /** The working folder of a test is its module, or the root if an editor starts it. */
  private static Path module() {
    Path here = Path.of("").toAbsolutePath();
    return here.endsWith("analyzer-core") ? here : here.resolve("analyzer-core");
  }
}
