package org.mptcpscope.rules.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.mptcpscope.rules.catalogue.Names;

/**
 * Globs over paths, as a file of settings has them: relative to its directory, with {@code *} and
 * {@code ?} inside a name and {@code **} for any directories; one without a slash means a file of
 * that name in any directory; one that ends in a slash means all that is below; none at all means
 * every file. Nothing else is special, for names of captures have brackets.
 */
final class PathGlobs {
  private static final String ANY = "**";

  private final Path directory;
  private final List<List<String>> globs = new ArrayList<>();

  PathGlobs(Path directory, List<String> globs) {
    this.directory = directory.toAbsolutePath().normalize();
    globs.forEach(glob -> this.globs.add(names(glob)));
  }

  /** Whether a glob can match anything below a directory. */
  static boolean isBelow(String glob) {
    return !glob.startsWith("/") && !List.of(glob.split("/", -1)).contains("..");
  }

  private static List<String> names(String glob) {
    if (!glob.contains("/")) {
      return List.of(ANY, glob);
    }
    List<String> names = new ArrayList<>(List.of(glob.split("/", -1)));
    if (names.getLast().isEmpty()) {
      names.set(names.size() - 1, ANY);
    }
    names.removeIf(name -> name.isEmpty() || name.equals("."));
    return names;
  }

  boolean matches(Path capture) {
    if (globs.isEmpty()) {
      return true;
    }
    Path whole = capture.toAbsolutePath().normalize();
    if (!whole.startsWith(directory)) {
      return false;
    }
    List<String> path =
        StreamSupport.stream(directory.relativize(whole).spliterator(), false)
            .map(Path::toString)
            .toList();
    return globs.stream().anyMatch(glob -> matches(glob, path));
  }

  /** In steps of both lengths multiplied, whatever the glob is. */
  private static boolean matches(List<String> glob, List<String> path) {
    // fits[i]: whether what was seen of the glob matches the first i names of the path.
    boolean[] fits = new boolean[path.size() + 1];
    fits[0] = true;
    for (String name : glob) {
      boolean[] next = new boolean[fits.length];
      next[0] = fits[0] && name.equals(ANY);
      for (int i = 1; i < fits.length; i++) {
        next[i] =
            name.equals(ANY)
                ? fits[i] || next[i - 1]
                : fits[i - 1] && Names.fits(name, path.get(i - 1));
      }
      fits = next;
    }
    return fits[path.size()];
  }
}
