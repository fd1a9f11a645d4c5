package org.mptcpscope.rules.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mptcpscope.rules.Lab;
import org.mptcpscope.rules.catalogue.Names;

/** Each mistake in a file of settings is one line, with its place and what to do. */
class ConfigFileTest {
  @TempDir private Path directory;

  private Path file(String text) {
    Path file = directory.resolve("m.yaml");
    Lab.write(file, text);
    return file;
  }

  private List<String> mistakes(Path file) {
    return mistakes(file, () -> ConfigReader.read(file));
  }

  private List<String> mistakes(Path file, Runnable reading) {
    ConfigException[] thrown = new ConfigException[1];
    assertThatThrownBy(reading::run)
        .asInstanceOf(type(ConfigException.class))
        .satisfies(e -> thrown[0] = e);
    return thrown[0].mistakes().stream().map(line -> line.replace(file + ":", "")).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "selct: x | 1:1: no key 'selct'; did you mean select?",
        "foo: x | 1:1: no key 'foo'; known are select, ignore, advisory, fail-on, require, severity,"
            + " overrides, expected",
        "[1]: x | 1:1: expected a word as key; found a list",
        "- select | 1:1: expected a mapping with select, ignore, advisory, fail-on, require,"
            + " severity, overrides, expected; found a list",
        "just text | 1:1: expected a mapping with select, ignore, advisory, fail-on, require,"
            + " severity, overrides, expected; found 'just text'",
        "ignore: echo-with-hmc | 1:9: no rule or requirement 'echo-with-hmc'; did you mean"
            + " echo-with-hmac?",
        "ignore: [JOIN, {a: b}] | 1:16: expected a word; found a mapping",
        "ignore: | 1:8: expected a word; found nothing",
        "advisory: yes | 1:11: expected true or false; found 'yes'",
        "advisory: [true] | 1:11: expected true or false; found a list",
        "fail-on: erorr | 1:10: expected one of error, warning, note, never; found 'erorr'; did you"
            + " mean error?",
        "require: [v1, v2] | 1:15: expected one of mptcp, v1, v0; found 'v2'",
        "severity: JOIN | 1:11: expected a mapping of rules or requirements; found 'JOIN'",
        "severity: {echo-with-hmac: info} | 1:28: expected one of note, warning, error; found"
            + " 'info'",
        "severity: {key-guessable: error} | 1:27: key-guessable weighs warning at most, and a severity"
            + " can only be lowered; fail-on: warning makes it a failure",
        "overrides: {ignore: JOIN} | 1:12: 'paths' is missing",
        "overrides: [x] | 1:13: expected a mapping with paths, select, ignore, advisory, fail-on,"
            + " require, severity; found 'x'",
        "overrides: {paths: ../a, fail-on: note} | 1:20: '../a' is not below this file; paths are"
            + " relative to it",
        "expected: {rule: echo-with-hmac} | 1:11: 'reason' is missing",
        "expected: {rule: echo-with-hmac, reason: r, fault: A} | 1:52: expected one of initiator,"
            + " listener; found 'A'",
        "ignore: &a JOIN | 1:9: anchor &a; write the value out",
        "ignore: *a | 1:9: alias *a; write the value out",
        "ignore: * | 1:10: not YAML: unexpected character found, (10); quote a value that begins with"
            + " *",
        "a: b: c | 1:5: not YAML: mapping values are not allowed here; quote a value that has a"
            + " colon, or mend the indentation",
        "ignore: [a | 2:1: not YAML: expected ',' or ']', but got <stream end>; is a quote, a"
            + " bracket or the indentation wrong?",
        "ignore: @x | 1:9: not YAML: found character '@' that cannot start any token. (Do not use @"
            + " for indentation); is a quote, a bracket or the indentation wrong?",
      })
  void oneMistake(String text, String mistake) {
    assertThat(mistakes(file(text + "\n"))).containsExactly(mistake);
  }

  @Test
  void everyMistakeIsToldAtOnce() {
    String text =
        """
        ignore: nonsense
        ignore: JOIN
        advisory: 1
        overrides:
          - fail-on: never
        """;
    assertThat(mistakes(file(text)))
        .containsExactly(
            "1:9: no rule or requirement 'nonsense'",
            "2:1: 'ignore' is there twice; put it into one",
            "3:11: expected true or false; found '1'",
            "5:5: 'paths' is missing");
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 1000; i++) {
      many.append("k").append(i).append(": 1\n");
    }
    assertThat(mistakes(file(many.toString())))
        .hasSize(21)
        .last()
        .isEqualTo("and 980 mistakes more");
  }

  @Test
  void anEmptyFileIsFine() {
    assertThat(ConfigReader.read(file("")).known()).isEmpty();
    assertThat(ConfigReader.read(file("# nothing yet\n")).known()).isEmpty();
  }

  @Test
  void whatIsNoFileOfSettings() throws IOException {
    Path missing = directory.resolve("no.yaml");
    assertThat(mistakes(missing)).containsExactly(" no such file; is the name right?");
    assertThat(mistakes(directory)).containsExactly(" is a directory; name a file");
    Path latin = directory.resolve("l.yaml");
    Files.write(latin, "ignore: \"\u00fc\"".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(mistakes(latin)).containsExactly(" not UTF-8; save it as UTF-8");
    Path huge = directory.resolve("h.yaml");
    Files.write(huge, new byte[(1 << 20) + 1]);
    assertThat(mistakes(huge)).containsExactly(" longer than 1 MiB; not a file of settings");
    assertThat(mistakes(file("a: 1\n---\nb: 2\n")))
        .singleElement()
        .asString()
        .contains("without ---");
  }

  /** What is small and would become large, or deep, is refused before it does. */
  @Test
  void bombs() {
    StringBuilder laughs = new StringBuilder("a0: &a0 [lol, lol]\n");
    for (int i = 1; i < 30; i++) {
      laughs.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }
    assertThat(mistakes(file(laughs.toString())))
        .containsExactly("1:5: anchor &a0; write the value out");
    assertThat(mistakes(file("ignore: " + "[".repeat(100_000))))
        .singleElement()
        .asString()
        .contains("nested too deep");
    assertThat(mistakes(file("&a ? *a : *a"))).hasSize(1);
    assertThat(mistakes(file("- ".repeat(100_000)))).hasSize(1);
    assertThat(mistakes(file("!!javax.script.ScriptEngineManager [a]"))).hasSize(1);
  }

  /** Globs that take others a time without end. */
  @Test
  void globsTakeNoTime() {
    String glob = "*a".repeat(60) + "b";
    PathGlobs globs = new PathGlobs(directory, List.of(glob, "**/" + "**/a*a*/".repeat(40) + "b"));
    Path path = directory.resolve("aaa/".repeat(80)).resolve("a".repeat(255));
    assertThat(globs.matches(path)).isFalse();
    assertThat(Names.matches(glob, "a".repeat(200))).isFalse();
    assertThat(Names.matches(glob, "a".repeat(200) + "b")).isTrue();
  }

  /** Whatever octets a file has, it is read or refused. */
  @Test
  void anyOctets() throws IOException {
    byte[] valid = Files.readAllBytes(Lab.project().resolve("docs/mptcpscope.yaml"));
    byte[] expect = Files.readAllBytes(Lab.project().resolve("docs/example.expect.yaml"));
    Random random = new Random(1);
    Path file = directory.resolve("f.yaml");
    int refused = 0;
    for (int i = 0; i < 600; i++) {
      byte[] octets = (i % 2 == 0 ? valid : expect).clone();
      for (int change = random.nextInt(6); change >= 0; change--) {
        octets[random.nextInt(octets.length)] =
            (byte)
                (random.nextBoolean()
                    ? ":-[]{}&*!|>'\"%@`#,? \n\t".charAt(random.nextInt(22))
                    : random.nextInt(256));
      }
      Files.write(file, octets);
      refused += isRefused(() -> ConfigReader.read(file)) ? 1 : 0;
      refused += isRefused(() -> ExpectReader.read(file)) ? 1 : 0;
    }
    assertThat(refused).isGreaterThan(600);
  }

  private static boolean isRefused(Runnable reading) {
    try {
      reading.run();
      return false;
    } catch (ConfigException e) {
      assertThat(e.mistakes()).isNotEmpty().allMatch(line -> line.length() < 700);
      return true;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "version: 2 -> 1:10: expected 0 or 1; found '2'",
        "subflows: many -> 1:11: expected a number; found 'many'",
        "subflows: -1 -> 1:11: expected a number; found '-1'",
        "refused: [0x100] -> 1:11: expected a reason of MP_TCPRST such as 0x01, rst (a RST without"
            + " one) or any; found '0x100'",
        "fallback: MP_FAIL -> 1:11: expected none, a mapping, or one of refused, bareThirdPacket,"
            + " infiniteMapping, mpFail, silent; found 'MP_FAIL'",
        "fallback: {why: mpFail} -> 1:12: no key 'why'; known are reason, by, certain",
        "closed-by: {by: listener} -> 1:12: 'how' is missing",
        "closed-by: datafin -> 1:12: expected one of dataFin, fastClose, reset, fin, idle,"
            + " captureEnd; found 'datafin'; did you mean dataFin?",
        "connection: {a: {version: 1}} -> 1:14: expected a number; found 'a'",
        "connection: {0: {findings: []}} -> 1:18: no key 'findings'; known are version, state,"
            + " subflows, refused, fallback, closed-by",
        "findings: nothing -> 1:11: no rule or requirement 'nothing'",
        "findings: {fault: initiator} -> 1:11: 'rule' is missing",
      })
  void mistakesInExpectations(String textAndMistake) {
    String[] parts = textAndMistake.split(" -> ", 2);
    Path file = file(parts[0] + "\n");
    assertThat(mistakes(file, () -> Expectations.read(file))).containsExactly(parts[1]);
  }

  @Test
  void anEmptyFileExpectsNothing() {
    Path file = file("\n");
    assertThat(mistakes(file, () -> Expectations.read(file)))
        .containsExactly("1: expects nothing; say for example 'version: 1', or remove the file");
  }
}
