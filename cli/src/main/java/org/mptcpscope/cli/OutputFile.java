package org.mptcpscope.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** A file that the user named to be written. */
final class OutputFile {
  private OutputFile() {}

  /**
   * The path of this name.
   *
   * @throws UsageException if its directory is not there, or if it is a directory itself
   */
  static Path checked(String name) {
    Path file;
    try {
      file = Path.of(name);
    } catch (InvalidPathException _) {
      throw new UsageException("cannot write " + name + ": not a file name");
    }
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null && !Files.isDirectory(parent)) {
      throw new UsageException("cannot write " + name + ": no such directory " + file.getParent());
    }
    if (Files.isDirectory(file)) {
      throw new UsageException("cannot write " + name + ": is a directory");
    }
    return file;
  }

  /** Says why it could not be written. */
  static UsageException failed(String name, Path file, IOException e) {
    String why =
        e instanceof AccessDeniedException
            ? "permission denied"
            : Files.isDirectory(file) ? "is a directory" : reason(e);
    return new UsageException("cannot write " + name + ": " + why);
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
