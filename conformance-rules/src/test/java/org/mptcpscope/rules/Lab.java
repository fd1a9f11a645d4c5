package org.mptcpscope.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.trace.TraceOptions;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.engine.LintOptions;
import org.mptcpscope.rules.engine.Linter;
import org.mptcpscope.samples.Samples;

/** Where tests of rules find their captures, and how they judge them. */
public final class Lab {
  private Lab() {}

  /** Judges a packet script of sample-pcaps. */
  public static CaptureReport script(String name, boolean advisory) {
    return judge(CaptureSource.memory(name, Samples.load(name).toPcapng()), advisory);
  }

  /** Judges a capture. */
  public static CaptureReport judge(CaptureSource source, boolean advisory) {
    return judge(source, new LintOptions(List.of(), List.of(), advisory, TraceOptions.DEFAULT));
  }

  /** Judges a capture with these options. */
  public static CaptureReport judge(CaptureSource source, LintOptions options) {
    try {
      return Linter.lint(source, options, List.of());
    } catch (CaptureException e) {
      throw new AssertionError(source.name(), e);
    }
  }

  /** The folder of the whole project: the first parent that has {@code dev}. */
  public static Path project() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isRegularFile(folder.resolve("dev"))) {
      folder = folder.getParent();
    }
    return folder;
  }

  /** The reference captures beside the project, if they are there. */
  public static Optional<Path> references() {
    String property = System.getProperty("mptcpscope.referenceCaptures");
    Path folder =
        property == null
            ? project().resolve("../shared/captures").normalize()
            : project().resolve(property).normalize();
    return Optional.of(folder).filter(Files::isDirectory);
  }

  /** True if files that tests compare with are to be written anew. */
  public static boolean updates() {
    return Boolean.getBoolean("mptcpscope.update");
  }

  /** The text of a file, or nothing if it is not there. */
  public static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a file and the folders above it. */
  public static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
