package org.mptcpscope.cli;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.mptcpscope.cli.CaptureRuns.Task;
import org.mptcpscope.core.capture.CaptureFiles;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.config.Baseline;
import org.mptcpscope.rules.config.CapturePolicy;
import org.mptcpscope.rules.config.Configs;
import org.mptcpscope.rules.config.Expectations;
import org.mptcpscope.rules.engine.LintOptions;

/**
 * What people said beforehand, applied to each report: settings, a baseline, expectations. All of
 * it is read before any capture is.
 *
 * @param configs settings of each capture
 * @param baseline findings that are known, or null
 * @param expect whether captures have expectations beside them
 */
record Reviewing(Configs configs, Baseline baseline, boolean expect) {

  CapturePolicy policy(String capture) {
    return configs.policy(capture);
  }

  /**
   * The captures with what becomes of their reports.
   *
   * @param named files and directories as the user gave them
   */
  List<Task> tasks(List<CaptureSource> captures, List<String> named, LintOptions options) {
    Map<String, Expectations> expected = expect ? expected(captures, named) : Map.of();
    List<Task> tasks = new ArrayList<>();
    for (CaptureSource capture : captures) {
      tasks.add(task(capture, options, expected.get(capture.name())));
    }
    return tasks;
  }

  private Task task(CaptureSource capture, LintOptions given, Expectations expected) {
    CapturePolicy policy = policy(capture.name());
    LintOptions options = policy.options(given);
    boolean listed = options.connections();
    LintOptions listing =
        new LintOptions(
            options.select(), options.ignore(), options.advisory(), true, options.trace());
    return new Task(
        capture,
        expected == null ? options : listing,
        List.of(),
        report -> {
          CaptureReport reviewed = known(policy.apply(report));
          if (expected == null) {
            return reviewed;
          }
          CaptureReport compared = expected.apply(reviewed);
          return listed ? compared : compared.unlisted();
        });
  }

  private CaptureReport known(CaptureReport report) {
    return baseline == null ? report : baseline.apply(report);
  }

  /** By name of the capture. */
  private static Map<String, Expectations> expected(
      List<CaptureSource> captures, List<String> named) {
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
    named.forEach(name -> refuseOrphans(name, files));
    if (expected.isEmpty()) {
      throw new UsageException(
          "--expect: no expectations beside any capture; those of a.pcap are in a.pcap"
              + Expectations.SUFFIX);
    }
    return expected;
  }

  /** A capture that is not there is no capture that is as expected. */
  private static void refuseOrphans(String name, Set<Path> files) {
    Path directory = path(name);
    if (directory == null || !Files.isDirectory(directory)) {
      return;
    }
    Set<Path> orphans = new TreeSet<>();
    try {
      Files.walkFileTree(
          directory,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (file.toString().endsWith(Expectations.SUFFIX)
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
    for (Path orphan : orphans) {
      String text = orphan.toString();
      String capture = text.substring(0, text.length() - Expectations.SUFFIX.length());
      throw new UsageException("--expect: " + orphan + ": there is no capture " + capture);
    }
  }

  private static Path path(String name) {
    try {
      return Path.of(name);
    } catch (InvalidPathException _) {
      return null;
    }
  }
}
