package org.mptcpscope.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** A file that the user named to be read beside the captures. */
final class InputFile {
  private InputFile() {}

  /** The path of this name, which need not be there. */
  static Path path(String option, String name) {
    try {
      if (!name.isEmpty()) {
        return Path.of(name);
      }
    } catch (InvalidPathException _) {
      // Told below.
    }
    throw new UsageException(option + " '" + name + "': not a file name");
  }
}
