package org.mptcpscope.rules.config;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mptcpscope.rules.api.Threshold;

/**
 * Finds the file of settings of each capture: the one that was named, or the nearest
 * mptcpscope.yaml in the directory of the capture or above it. Each is read once.
 */
public final class Configs {
  /** What a file of settings is called. */
  public static final String NAME = "mptcpscope.yaml";

  private static final String MISNAMED = "mptcpscope.yml";

  private final Map<Path, LintConfig> byFile = new HashMap<>();
  private final Map<Path, Path> byDirectory = new HashMap<>();
  private final boolean search;
  private final LintConfig always;
  private final Threshold failOn;
  private final List<Demand> require;

  private Configs(boolean search, LintConfig always, Threshold failOn, List<Demand> require) {
    this.search = search;
    this.always = always;
    this.failOn = failOn;
    this.require = List.copyOf(require);
  }

  /**
   * Looks upward from each capture.
   *
   * @param failOn of the command line, which comes first; null: it says nothing
   * @param require that the command line requires
   */
  public static Configs search(Threshold failOn, List<Demand> require) {
    return new Configs(true, LintConfig.NONE, failOn, require);
  }

  /**
   * Goes by this file alone.
   *
   * @throws ConfigException with every mistake in it
   */
  public static Configs of(Path file, Threshold failOn, List<Demand> require) {
    return new Configs(false, ConfigReader.read(file), failOn, require);
  }

  /** Goes by no file. */
  public static Configs none(Threshold failOn, List<Demand> require) {
    return new Configs(false, LintConfig.NONE, failOn, require);
  }

  /**
   * What holds for a capture.
   *
   * @param capture as it was named; standard input is looked up where the program runs
   * @throws ConfigException with every mistake in the file
   */
  public CapturePolicy policy(String capture) {
    Path path = path(capture);
    Path file = search ? find(path.toAbsolutePath().normalize().getParent()) : null;
    LintConfig config = file == null ? always : byFile.computeIfAbsent(file, this::read);
    return config.of(path, failOn, require);
  }

  private LintConfig read(Path file) {
    return ConfigReader.read(shortest(file));
  }

  private static Path path(String capture) {
    try {
      // Of captures that are put together, the first one decides.
      int plus = capture.indexOf(" + ");
      boolean several = plus > 0 && !Files.exists(Path.of(capture));
      return Path.of(several ? capture.substring(0, plus) : capture);
    } catch (InvalidPathException _) {
      return Path.of("-");
    }
  }

  private Path find(Path directory) {
    if (directory == null) {
      return null;
    }
    if (!byDirectory.containsKey(directory)) {
      Path here = directory.resolve(NAME);
      boolean there = Files.isRegularFile(here);
      if (!there && Files.exists(directory.resolve(MISNAMED))) {
        throw new ConfigException(
            shortest(directory.resolve(MISNAMED)) + ": is not read; call it " + NAME);
      }
      byDirectory.put(directory, there ? here : find(directory.getParent()));
    }
    return byDirectory.get(directory);
  }

  /** The name of a file as people there would write it. */
  private static Path shortest(Path file) {
    Path here = Path.of("").toAbsolutePath();
    return file.startsWith(here) ? here.relativize(file) : file;
  }
}
