package org.mptcpscope.cli;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.mptcpscope.core.capture.CaptureFiles;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.rules.config.Expectations;

/** The files beside captures that say what they must show. */
final class Sidecars {
  private static final String MISNAMED = ".expect.yml";

  private Sidecars() {}

  /**
   * The expectations of captures, by name of the capture.
   *
   * @param named files and directories as the user gave them
   * @throws UsageException if there are none, or some without a capture
   */
  static Map<String, Expectations> read(List<CaptureSource> captures, List<String> named) {
    Map<String, Expectations> expected = new HashMap<>();
    Set<Path> files = new HashSet<>();
    for (CaptureSource capture : captures) {
      boolean isInput = capture.name().equals(CaptureFiles.STANDARD_INPUT);
      Path file = isInput ? null : path(capture.name() + Expectations.SUFFIX);
      if (file != null && Files.exists(file)) {
        expected.put(capture.name(), Expectations.read(file));
        files.add(file.toAbsolutePath().normalize());
      }
    }
    named.forEach(name -> refuseOrphans(name, files, captures));
    if (expected.isEmpty()) {
      throw new UsageException(
          "--expect: no expectations beside any capture; those of a.pcap are in a.pcap"
              + Expectations.SUFFIX);
    }
    return expected;
  }

  /** A capture that is not there is no capture that is as expected. */
  private static void refuseOrphans(String name, Set<Path> files, List<CaptureSource> captures) {
    Path directory = path(name);
    if (directory == null || !Files.isDirectory(directory)) {
      return;
    }
    TreeSet<Path> orphans = new TreeSet<>();
    try {
      Files.walkFileTree(
          directory,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              String text = file.toString();
              if ((text.endsWith(Expectations.SUFFIX) || text.endsWith(MISNAMED))
                  && !files.contains(file.toAbsolutePath().normalize())) {
                orphans.add(file);
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException why) {
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UsageException("--expect: cannot list " + name + ": " + e.getMessage());
    }
    if (!orphans.isEmpty()) {
      String first = orphans.first().toString();
      throw new UsageException("--expect: " + first + ": " + trouble(first, captures));
    }
  }

  private static String trouble(String orphan, List<CaptureSource> captures) {
    if (orphan.endsWith(MISNAMED)) {
      return "is not read; it must end in " + Expectations.SUFFIX;
    }
    String capture = orphan.substring(0, orphan.length() - Expectations.SUFFIX.length());
    String meant =
        captures.stream()
            .map(CaptureSource::name)
            .filter(name -> name.startsWith(capture + "."))
            .findFirst()
            .map(name -> "; did you mean " + name + Expectations.SUFFIX + "?")
            .orElse("");
    return "there is no capture " + capture + meant;
  }

  private static Path path(String name) {
    try {
      return Path.of(name);
    } catch (InvalidPathException _) {
      return null;
    }
  }
}
