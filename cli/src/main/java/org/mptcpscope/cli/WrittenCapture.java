package org.mptcpscope.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.export.CaptureCopy.Copied;

/**
 * A capture that the user named to be written from another one. It is there as a whole or not at
 * all: until the last frame it has a name of its own in the same directory.
 */
final class WrittenCapture {
  private static final int BUFFER = 1 << 18;

  /** Writes it. */
  @FunctionalInterface
  interface Writing {
    Copied to(OutputStream out) throws CaptureException, IOException;
  }

  private final String name;
  private final Path file;

  private WrittenCapture(String name, Path file) {
    this.name = name;
    this.file = file;
  }

  /**
   * Takes a name to write.
   *
   * @param output its name, or null
   * @param read the capture read, which is never written over
   * @throws UsageException if it cannot be written or is no name of pcapng
   */
  static WrittenCapture checked(String command, String output, String read) {
    if (output == null) {
      throw new UsageException(
          "name a file to write with -o; see mptcpscope " + command + " --help");
    }
    Path file = OutputFile.checked(output);
    if (isSame(file, read)) {
      throw new UsageException("-o " + output + ": is the capture that is read; name another file");
    }
    String lower = output.toLowerCase(Locale.ROOT);
    boolean pcapng = lower.endsWith(".pcapng") || lower.endsWith(".pcapng.gz");
    if (!pcapng && !isStream(file)) {
      throw new UsageException(output + ": not one of pcapng, pcapng.gz");
    }
    return new WrittenCapture(output, file);
  }

  /** Whether it is there and no file: a device or a pipe, which is written into. */
  private static boolean isStream(Path file) {
    return Files.exists(file) && !Files.isRegularFile(file);
  }

  /** Whether it goes into a device or a pipe. */
  boolean isStream() {
    return isStream(file);
  }

  private static boolean isSame(Path file, String input) {
    try {
      Path read = Path.of(input);
      return Files.exists(file) && Files.exists(read)
          ? Files.isSameFile(file, read)
          : file.toAbsolutePath().normalize().equals(read.toAbsolutePath().normalize());
    } catch (IOException | InvalidPathException _) {
      return false;
    }
  }

  /**
   * Writes it.
   *
   * @return how that ended; a capture that was stopped leaves no file
   * @throws UsageException if it cannot be written
   */
  Copied write(Writing writing) throws CaptureException {
    Path to = isStream(file) ? file : beside();
    boolean done = false;
    try {
      Copied copied;
      try (OutputStream out = open(to)) {
        copied = writing.to(out);
      }
      if (!copied.stopped()) {
        move(to);
        done = true;
      }
      return copied;
    } catch (IOException e) {
      throw OutputFile.failed(name, file, e);
    } finally {
      if (!done && !to.equals(file)) {
        remove(to);
      }
    }
  }

  private Path beside() {
    return file.toAbsolutePath().resolveSibling("." + file.getFileName() + ".part");
  }

  private OutputStream open(Path to) throws IOException {
    OutputStream out = new BufferedOutputStream(Files.newOutputStream(to), BUFFER);
    return name.toLowerCase(Locale.ROOT).endsWith(".gz") ? new GZIPOutputStream(out, BUFFER) : out;
  }

  private void move(Path from) throws IOException {
    if (from.equals(file)) {
      return;
    }
    try {
      Files.move(from, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException _) {
      Files.move(from, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void remove(Path part) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException _) {
      // What went wrong before is said.
    }
  }
}
