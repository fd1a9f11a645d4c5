package org.mptcpscope.rules.report;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;

/** File names as references that a reader of a report resolves against its own directory. */
final class FileUri {
  private static final String PLAIN = "-._~!$&'()*+,;=@/";

  private FileUri() {}

  /**
   * The name as a reference relative to a directory, or as a {@code file:} URI if it lies
   * elsewhere.
   */
  static String of(String file, Path directory) {
    String name = relative(file, directory);
    StringBuilder uri = new StringBuilder(name.startsWith("/") ? "file://" : "");
    for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (octet & 0xff);
      if (isPlain(c)) {
        uri.append(c);
      } else {
        uri.append(String.format(Locale.ROOT, "%%%02X", (int) c));
      }
    }
    return uri.toString();
  }

  private static String relative(String file, Path directory) {
    try {
      Path base = directory.toAbsolutePath().normalize();
      Path path = base.resolve(file).normalize();
      return path.startsWith(base) ? base.relativize(path).toString() : path.toString();
    } catch (InvalidPathException _) {
      return file;
    }
  }

  private static boolean isPlain(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || PLAIN.indexOf(c) >= 0;
  }
}
