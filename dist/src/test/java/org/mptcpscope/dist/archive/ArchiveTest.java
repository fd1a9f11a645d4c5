package org.mptcpscope.dist.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mptcpscope.dist.Distribution;

/** The archive as somebody meets it who has neither Maven nor sources nor an environment. */
class ArchiveTest {
  private static final Set<String> OURS =
      Set.of("analyzer-core", "cli", "conformance-rules", "dissector", "gui", "sample-pcaps");
  private static final String WRONG_KEY = "scripted-peer/own-fastclose_rst_wrong_key.pcap";

  @TempDir static Path folder;

  private static Unpacked unpacked;

  @BeforeAll
  static void unpack() throws IOException {
    unpacked = Unpacked.in(folder);
  }

  @Test
  void judgesAsTheCheckoutDoes() {
    Unpacked.Run here = unpacked.mptcpscope("lint", "--verdicts", "scripted-peer");

    Path project = Unpacked.archive().getParent().getParent().getParent();
    Unpacked.Run there =
        Unpacked.run(
            project.resolve("sample-pcaps/captures"),
            Map.of("MPTCPSCOPE_TTY", ""),
            System.getProperty("java.home") + "/bin/java",
            "-cp",
            System.getProperty("java.class.path"),
            "org.mptcpscope.cli.Main",
            "lint",
            "--verdicts",
            "scripted-peer");
    assertThat(here).isEqualTo(there);
    assertThat(here.code()).isEqualTo(1);
    assertThat(here.out()).contains("fast-close-key-wrong");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "0,lint --fail-on never " + WRONG_KEY,
        "1,lint " + WRONG_KEY,
        "2,lint nowhere.pcap",
        "0,gui --help",
        "0,--version"
      })
  void endsWithTheCodeOfTheCheckout(int code, String words) {
    Unpacked.Run run = unpacked.mptcpscope(words.split(" "));

    assertThat(run.code()).as(run.err()).isEqualTo(code);
    assertThat(run.err().lines().count()).isEqualTo(code == 2 ? 1 : 0);
  }

  @Test
  void saysWhatItNeedsWithoutJava(@TempDir Path elsewhere) throws IOException {
    // Java of the far future stands for none.
    Path copy = elsewhere.resolve("copy");
    Files.createDirectories(copy.resolve("lib/launcher"));
    Files.createDirectories(copy.resolve("bin"));
    Files.createFile(copy.resolve("lib/cli.jar"));
    for (String file : List.of("bin/mptcpscope", "lib/launcher/run.sh", "lib/launcher/cache.sh")) {
      Files.copy(unpacked.path(file), copy.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
    }
    String java = Files.readString(unpacked.path("lib/launcher/java.sh"));
    Files.writeString(
        copy.resolve("lib/launcher/java.sh"), java.replace("MIN_JAVA=25", "MIN_JAVA=999"));

    Unpacked.Run run =
        Unpacked.run(elsewhere, Map.of(), copy.resolve("bin/mptcpscope").toString(), "--version");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("mptcpscope: needs Java 999 or newer").hasLineCount(1);
  }

  @Test
  void drawsTheDesktopWithoutDisplay() throws IOException {
    Path picture = folder.resolve("desktop.png");

    Unpacked.Run run = unpacked.mptcpscope("gui", "--snapshot=" + picture, WRONG_KEY);

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(Files.readAllBytes(picture))
        .startsWith(0x89, 'P', 'N', 'G')
        .hasSizeGreaterThan(10_000);
  }

  /** Again from the same input, by another JVM, at another time. */
  @Test
  void isTheSameOctetsEachTime() throws IOException {
    Path target = Unpacked.archive().getParent();
    String name = Unpacked.archive().getFileName().toString();
    Path again = folder.resolve("again.tar.gz");

    Distribution.main(
        target.getParent().getParent().toString(),
        target.resolve("mptcpscope").toString(),
        target.resolve("classpath").toString(),
        name.substring("mptcpscope-".length(), name.length() - ".tar.gz".length()),
        System.getProperty("mptcpscope.time"),
        again.toString());

    assertThat(again).hasSameBinaryContentAs(Unpacked.archive());
  }

  @Test
  void holdsTheLicensesAndNoticesOfAllThatItShips() throws IOException {
    Pattern notice = Pattern.compile("(?:.*/)?(?:NOTICE|LICENSE)(?:\\.(?:txt|md))?");
    String overview = Files.readString(unpacked.path("licenses/README.md"));
    Map<String, Path> others = new TreeMap<>();
    try (Stream<Path> files = Files.walk(unpacked.path("lib"))) {
      files
          .filter(file -> file.toString().endsWith(".jar"))
          .forEach(
              jar ->
                  others.put(
                      jar.getFileName().toString().replaceFirst("(-\\d[\\d.]*.*)?\\.jar$", ""),
                      jar));
    }
    assertThat(others.keySet()).containsAll(OURS).hasSizeGreaterThan(20);
    others.keySet().removeAll(OURS);
    for (Map.Entry<String, Path> jar : others.entrySet()) {
      String name = jar.getKey();
      assertThat(overview).contains("\n| " + name + " | ");
      Path texts = unpacked.path("licenses/" + name);
      try (Stream<Path> files = Files.list(texts);
          ZipFile zip = new ZipFile(jar.getValue().toFile())) {
        List<String> kept = files.map(ArchiveTest::read).toList();
        assertThat(String.join("\n", kept))
            .as(name)
            .containsIgnoringCase("license")
            .containsIgnoringCase("warrant");
        for (ZipEntry entry :
            zip.stream().filter(e -> notice.matcher(e.getName()).matches()).toList()) {
          try (InputStream in = zip.getInputStream(entry)) {
            assertThat(kept).contains(new String(in.readAllBytes(), StandardCharsets.UTF_8));
          }
        }
      }
    }
    assertThat(unpacked.path("LICENSE")).content().contains("Apache License");
    assertThat(unpacked.path("licenses/fonts/OFL.txt")).content().contains("SIL OPEN FONT LICENSE");
  }

  @Test
  void manPageRenders() {
    String page = unpacked.path("share/man/man1/mptcpscope.1").toString();
    boolean mandoc = Unpacked.has("mandoc");
    assumeTrue(mandoc || Unpacked.has("man"), "neither mandoc nor man is installed");

    Unpacked.Run shown =
        mandoc
            ? Unpacked.run(folder, Map.of(), "mandoc", "-Tascii", page)
            : Unpacked.run(folder, Map.of("PATH", System.getenv("PATH")), "man", "-l", page);
    assertThat(shown.code()).isZero();
    assertThat(shown.out().replaceAll(".\b", "")).contains("SYNOPSIS", "--fail-on", "EXIT STATUS");
    if (mandoc) {
      Unpacked.Run checked = Unpacked.run(folder, Map.of(), "mandoc", "-Tlint", "-Wwarning", page);
      assertThat(checked.out() + checked.err()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh", "fish"})
  void completionsParse(String shell) {
    assumeTrue(Unpacked.has(shell), shell + " is not installed");
    String script =
        switch (shell) {
          case "bash" -> "share/bash-completion/completions/mptcpscope";
          case "zsh" -> "share/zsh/site-functions/_mptcpscope";
          default -> "share/fish/vendor_completions.d/mptcpscope.fish";
        };

    Unpacked.Run run =
        Unpacked.run(
            folder,
            Map.of("HOME", folder.toString()),
            shell,
            "-n",
            unpacked.path(script).toString());

    assertThat(run).isEqualTo(new Unpacked.Run(0, "", ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      value = {
        "mptcpscope li > lint",
        "mptcpscope lint --form > --format",
        "mptcpscope lint --format sa > sarif",
        "mptcpscope lint --format = j > json jsonl junit",
        "mptcpscope lint --select fast-close-key > fast-close-key-wrong",
        "mptcpscope lint --ignore zero,fast-close-key > zero,fast-close-key-wrong",
        "mptcpscope explain fast-close-key > fast-close-key-wrong",
        "mptcpscope plot ds > dsn",
        "mptcpscope lint --color > --color",
        "mptcpscope lint samp > ''"
      })
  void bashCompletes(String line, String offered) {
    String[] words = line.split(" ");
    StringBuilder script =
        new StringBuilder("source '")
            .append(unpacked.path("share/bash-completion/completions/mptcpscope"))
            .append("'\nCOMP_WORDS=(");
    for (String word : words) {
      script.append('\'').append(word).append("' ");
    }
    script.append(")\nCOMP_CWORD=").append(words.length - 1);
    script.append("\n_mptcpscope\necho \"${COMPREPLY[*]}\"\n");

    Unpacked.Run run = Unpacked.run(folder, Map.of(), "bash", "-uc", script.toString());

    assertThat(run.err()).isEmpty();
    assertThat(run.out().strip()).isEqualTo(offered);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** No word of the machine that the archive was made on. */
  @Test
  void knowsNothingOfItsMaker() throws IOException {
    String home = System.getProperty("user.home");
    try (Stream<Path> files = Files.walk(unpacked.path("."))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertThat(text.contains(home + File.separator)).as(file.toString()).isFalse();
      }
    }
  }
}
