package org.mptcpscope.dist;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Writes the archive that people without Maven unpack: jars, launcher, samples, completions, man
 * page, licenses and documents. The same input gives the same octets.
 */
public final class Distribution {
  private static final List<String> DOCUMENTS =
      List.of("README.md", "CHANGELOG.md", "SECURITY.md", "LICENSE");

  private final Path root;
  private final Path image;
  private final String version;
  private final Instant time;
  private final Tarball tar = new Tarball();

  private Distribution(Path root, Path image, String version, Instant time) {
    this.root = root;
    this.image = image;
    this.version = version;
    this.time = time;
  }

  /**
   * Writes the archive.
   *
   * @param args the top of the project, the folder with the jars laid out, the file with the class
   *     path that they come from, the version, the time that all files get, and the archive
   */
  public static void main(String... args) throws IOException {
    Instant time = Instant.parse(args[4]);
    Distribution made = new Distribution(Path.of(args[0]), Path.of(args[1]), args[3], time);
    made.collect(Files.readString(Path.of(args[2])));
    made.tar.write(Path.of(args[5]), "mptcpscope-" + args[3], time);
  }

  private void collect(String classPath) throws IOException {
    for (String document : DOCUMENTS) {
      tar.add(document, Files.readAllBytes(root.resolve(document)));
    }
    folder("docs", root.resolve("docs"), "decisions");
    folder("samples", root.resolve("sample-pcaps/captures"), "");
    folder("lib", image.resolve("lib"), "");
    folder("lib/javafx", image.resolve("javafx"), "");
    licences(classPath);
    Manual manual = Manual.read();
    List<String> names = Manual.ruleNames();
    text(
        "share/man/man1/mptcpscope.1",
        ManPage.of(manual, version, time.toString().substring(0, 10)));
    text("share/bash-completion/completions/mptcpscope", BashCompletion.of(manual, names));
    text("share/zsh/site-functions/_mptcpscope", ZshCompletion.of(manual, names));
    text("share/fish/vendor_completions.d/mptcpscope.fish", FishCompletion.of(manual, names));
    launcher();
  }

  private void launcher() throws IOException {
    Path ours = root.resolve("dist/src/main/launcher");
    tar.addProgram("bin/mptcpscope", Files.readAllBytes(ours.resolve("mptcpscope")));
    for (String script : List.of("cache.sh", "train.sh")) {
      tar.add("lib/launcher/" + script, Files.readAllBytes(ours.resolve(script)));
    }
    for (String script : List.of("java.sh", "run.sh")) {
      tar.add("lib/launcher/" + script, Files.readAllBytes(root.resolve("scripts/" + script)));
    }
    tar.add(
        "lib/launcher/sample-pcaps.jar",
        Files.readAllBytes(image.resolve("training/sample-pcaps.jar")));
    text("lib/javafx/platform", platform() + "\n");
    // Last, since it tells one build from another: AOT caches fit one only.
    text("lib/launcher/build", version + " " + hash() + "\n");
  }

  /** What uname says where the native code of JavaFX runs. */
  private String platform() {
    String jars = String.join(" ", tar.files().keySet());
    return jars.contains("-linux-aarch64.jar")
        ? "Linux aarch64"
        : jars.contains("-linux.jar")
            ? "Linux x86_64"
            : jars.contains("-mac-aarch64.jar") ? "Darwin arm64" : "Darwin x86_64";
  }

  private String hash() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      tar.files()
          .forEach(
              (path, octets) -> {
                digest.update(path.getBytes(StandardCharsets.UTF_8));
                digest.update(octets);
              });
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private void licences(String classPath) throws IOException {
    Map<String, Path> others = Licences.others(classPath);
    Licences licences =
        new Licences(root.resolve("dist/src/main/licences"), root.resolve("LICENSE"));
    Map<String, byte[]> texts = licences.texts(others);
    Map<String, String> versions = new TreeMap<>();
    others.forEach((name, jar) -> versions.put(name, Licences.version(jar)));
    texts.forEach((path, octets) -> tar.add("licenses/" + path, octets));
    tar.add(
        "licenses/fonts/OFL.txt",
        Files.readAllBytes(
            root.resolve(
                "analyzer-core/src/main/resources/org/mptcpscope/core/plot/fonts/OFL.txt")));
    text("licenses/README.md", licences.overview(versions, texts));
  }

  private void folder(String name, Path from, String without) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String path = from.relativize(file).toString().replace('\\', '/');
        if (without.isEmpty() || !path.startsWith(without + "/")) {
          tar.add(name + "/" + path, Files.readAllBytes(file));
        }
      }
    }
  }

  private void text(String path, String text) {
    tar.add(path, text.getBytes(StandardCharsets.UTF_8));
  }
}
