package org.mptcpscope.samples;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.mptcpscope.samples.script.PacketScript;
import org.mptcpscope.samples.script.Sample;

/** The packet scripts that come with this module, by names such as {@code join/NAME.bad.pkt}. */
public final class Samples {
  private static final String ROOT = "scripts";

  private Samples() {}

  /** Returns the names of all scripts in order. */
  public static List<String> list() {
    URL root = Samples.class.getResource(ROOT);
    if (root == null) {
      return List.of();
    }
    try {
      URI uri = root.toURI();
      if (!uri.getScheme().equals("jar")) {
        return list(Path.of(uri));
      }
      try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
        return list(jar.getPath(uri.getSchemeSpecificPart().replaceFirst(".*!", "")));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> list(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      String[] names =
          files
              .filter(file -> file.toString().endsWith(".pkt"))
              .map(file -> root.relativize(file).toString().replace('\\', '/'))
              .toArray(String[]::new);
      Arrays.sort(names);
      return List.of(names);
    }
  }

  /**
   * Returns the text of a script.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  public static String text(String name) {
    try (InputStream in = Samples.class.getResourceAsStream(ROOT + "/" + name)) {
      if (in == null) {
        throw new IllegalArgumentException("no script " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Plays a script.
   *
   * @throws org.mptcpscope.samples.script.ScriptException if the script is wrong
   */
  public static Sample load(String name) {
    return PacketScript.parse(name, text(name)).run();
  }
}
