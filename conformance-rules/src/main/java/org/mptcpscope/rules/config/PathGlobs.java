package org.mptcpscope.rules.config;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;

/**
 * Globs over paths, as a file of settings has them: relative to its directory; one without a slash
 * means a file of that name in any directory; one that ends in a slash means all that is below;
 * none at all means every file.
 */
final class PathGlobs {
  /** Every file. */
  static final PathGlobs ALL = new PathGlobs(Path.of(""), List.of());

  private final Path directory;
  private final List<PathMatcher> ofNames = new ArrayList<>();
  private final List<PathMatcher> ofPaths = new ArrayList<>();

  /**
   * Takes the globs.
   *
   * @throws java.util.regex.PatternSyntaxException if one of them is none
   */
  PathGlobs(Path directory, List<String> globs) {
    this.directory = directory.toAbsolutePath().normalize();
    for (String glob : globs) {
      String whole = glob.endsWith("/") ? glob + "**" : glob;
      if (!whole.contains("/")) {
        ofNames.add(matcher(whole));
      } else {
        ofPaths.add(matcher(whole));
        if (whole.startsWith("**/")) {
          // "In any directory" means this one too.
          ofPaths.add(matcher(whole.substring(3)));
        }
      }
    }
  }

  private static PathMatcher matcher(String glob) {
    return FileSystems.getDefault().getPathMatcher("glob:" + glob);
  }

  boolean matches(Path capture) {
    if (ofNames.isEmpty() && ofPaths.isEmpty()) {
      return true;
    }
    Path whole = capture.toAbsolutePath().normalize();
    Path name = whole.getFileName();
    if (!whole.startsWith(directory) || name == null) {
      return false;
    }
    Path relative = directory.relativize(whole);
    return ofNames.stream().anyMatch(one -> one.matches(name))
        || ofPaths.stream().anyMatch(one -> one.matches(relative));
  }
}
