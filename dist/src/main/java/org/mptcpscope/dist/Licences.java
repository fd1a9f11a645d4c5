package org.mptcpscope.dist;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The licenses and notices of what the archive ships of others: those that its jars hold, and those
 * that are kept beside this code for jars that hold none.
 */
final class Licences {
  /** Files of a jar that must go where the jar goes, wherever in it they lie. */
  private static final Pattern LEGAL =
      Pattern.compile("(?:META-INF/|legal/|)[^/]*(?:LICEN[CS]E|NOTICE|COPYING)[^/]*(?<!\\.class)");

  private final Path folder;
  private final byte[] apache;
  private final Map<String, Component> components;

  /**
   * What is known of a jar of others.
   *
   * @param licences SPDX identifiers
   */
  record Component(String name, List<String> licences, String home) {}

  /**
   * @param folder of components.txt and the texts
   * @param apache our own license, which is the Apache License 2.0
   */
  Licences(Path folder, Path apache) throws IOException {
    this.folder = folder;
    this.apache = Files.readAllBytes(apache);
    components = new TreeMap<>();
    for (String line : Files.readAllLines(folder.resolve("components.txt"))) {
      if (!line.startsWith("#") && !line.isBlank()) {
        String[] words = line.strip().split("\\s+");
        components.put(words[0], new Component(words[0], List.of(words[1].split(",")), words[2]));
      }
    }
  }

  /**
   * The texts for these jars, by their path below {@code licenses/}.
   *
   * @param jars by artifact
   * @throws IllegalStateException if one of them is under a license that is not known, or whose
   *     text is not there
   */
  Map<String, byte[]> texts(Map<String, Path> jars) throws IOException {
    Map<String, byte[]> texts = new TreeMap<>();
    for (Map.Entry<String, Path> jar : jars.entrySet()) {
      String name = jar.getKey();
      Component component =
          Optional.ofNullable(components.get(name))
              .orElseThrow(
                  () -> new IllegalStateException(name + ": not in components.txt; its license?"));
      Map<String, byte[]> own = inJar(jar.getValue());
      boolean licensed = own.keySet().stream().anyMatch(file -> !file.contains("NOTICE"));
      // One folder is for all artifacts of JavaFX.
      Path kept = folder.resolve(name.startsWith("javafx-") ? "javafx-base" : name);
      if (Files.isDirectory(kept)) {
        try (Stream<Path> files = Files.list(kept)) {
          for (Path file : files.toList()) {
            own.put(file.getFileName().toString(), Files.readAllBytes(file));
          }
        }
        licensed = true;
      }
      if (!own.containsKey("LICENSE") && !licensed || isApacheWithExtra(component, own)) {
        if (!component.licences().contains("Apache-2.0")) {
          throw new IllegalStateException(name + ": no license text in its jar, none in " + kept);
        }
        own.put("LICENSE.txt", apache);
      }
      own.forEach((file, octets) -> texts.put(name + "/" + file, octets));
    }
    return texts;
  }

  /** Whether only the license of a part is there, as for native code inside an Apache jar. */
  private static boolean isApacheWithExtra(Component component, Map<String, byte[]> own) {
    return component.licences().contains("Apache-2.0")
        && own.values().stream()
            .noneMatch(
                text ->
                    new String(text, StandardCharsets.UTF_8)
                        .contains("TERMS AND CONDITIONS FOR USE"));
  }

  /** The legal files of a jar, by their last name. */
  static Map<String, byte[]> inJar(Path jar) throws IOException {
    Map<String, byte[]> found = new TreeMap<>();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      List<? extends ZipEntry> entries =
          zip.stream()
              .filter(entry -> !entry.isDirectory() && LEGAL.matcher(entry.getName()).matches())
              .toList();
      for (ZipEntry entry : entries) {
        String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
        found.put(name, zip.getInputStream(entry).readAllBytes());
      }
    }
    return found;
  }

  /** One line for each component: name, version, licenses, home, files. */
  String overview(Map<String, String> versions, Map<String, byte[]> texts) {
    List<String> lines = new ArrayList<>();
    lines.add("# What mptcpscope ships of others");
    lines.add("");
    lines.add("mptcpscope itself is under the Apache License 2.0: `../LICENSE`.");
    lines.add("");
    lines.add("| component | version | licenses | home | texts |");
    lines.add("|---|---|---|---|---|");
    versions.forEach(
        (name, version) -> {
          Component component = components.get(name);
          String files =
              String.join(
                  ", ",
                  texts.keySet().stream()
                      .filter(file -> file.startsWith(name + "/"))
                      .map(file -> "[%s](%s)".formatted(file.substring(name.length() + 1), file))
                      .toList());
          lines.add(
              "| %s | %s | %s | %s | %s |"
                  .formatted(
                      name,
                      version,
                      String.join(", ", component.licences()),
                      component.home(),
                      files));
        });
    lines.add(
        "| fonts Inter and JetBrains Mono, in analyzer-core.jar | 3.019, 2.242 | OFL-1.1 |"
            + " https://rsms.me/inter, https://www.jetbrains.com/lp/mono |"
            + " [OFL.txt](fonts/OFL.txt) |");
    lines.add("");
    lines.add(
        "JavaFX is under the GPL 2 with the Classpath Exception; its sources are at"
            + " https://github.com/openjdk/jfx, tag of the version above. Zstandard in zstd-jni,"
            + " libffi in JNA and the JPEG reader in JavaFX are native code in these jars.");
    return String.join("\n", lines) + "\n";
  }

  /** The artifacts of a class path that are not ours, with their versions. */
  static Map<String, Path> others(String classPath) {
    Map<String, Path> others = new TreeMap<>();
    Arrays.stream(classPath.strip().split(File.pathSeparator))
        .map(Path::of)
        .filter(jar -> isInRepository(jar))
        // JavaFX has an empty jar beside the one of the platform.
        .sorted((a, b) -> Integer.compare(name(a).length(), name(b).length()))
        .forEach(jar -> others.put(jar.getParent().getParent().getFileName().toString(), jar));
    return others;
  }

  /** The version of a jar, by its place in a local repository. */
  static String version(Path jar) {
    return jar.getParent().getFileName().toString();
  }

  /** artifact/version/artifact-version.jar. */
  private static boolean isInRepository(Path jar) {
    Path version = jar.getParent();
    Path artifact = version == null ? null : version.getParent();
    return artifact != null
        && artifact.getFileName() != null
        && name(jar).startsWith(artifact.getFileName() + "-" + version.getFileName());
  }

  private static String name(Path jar) {
    return jar.getFileName().toString();
  }
}
