package org.mptcpscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the README shows is what the program prints, and SECURITY.md names tests that exist. */
class ReadmeTest {
  private static final String SAMPLE =
      "sample-pcaps/captures/scripted-peer/own-fastclose_rst_wrong_key.pcap";

  @Test
  void theFindingShownIsTheOnePrinted() throws IOException {
    String readme = Files.readString(Path.of("../README.md"));
    int start = readme.indexOf("error[fast-close-key-wrong]");
    String block = readme.substring(start, readme.indexOf("```", start));
    assertThat(Run.of("lint", "../" + SAMPLE).out().replace("../" + SAMPLE, SAMPLE))
        .contains(block);
  }

  @Test
  void theFirstCommandFindsHealthyAndBrokenSamples() {
    List<String> lines = Run.of("lint", "../sample-pcaps/captures").out().lines().toList();
    assertThat(lines.getLast()).startsWith("result: ").contains("errors");
    assertThat(lines).anyMatch(line -> line.contains("captures: ") && line.contains(" without"));
  }

  @Test
  void everyLimitIsHeldByATest() throws IOException {
    Map<String, String> tests = new HashMap<>();
    for (String module : List.of("dissector", "analyzer-core", "conformance-rules", "bench")) {
      try (Stream<Path> files = Files.walk(Path.of("..", module, "src/test/java"))) {
        for (Path file : files.filter(f -> f.toString().endsWith("Test.java")).toList()) {
          String name = file.getFileName().toString().replace(".java", "");
          tests.merge(name, Files.readString(file), String::concat);
        }
      }
    }
    Matcher named =
        Pattern.compile("`(\\w+Test)(?:\\.(\\w+))?`")
            .matcher(Files.readString(Path.of("../SECURITY.md")));
    int found = 0;
    while (named.find()) {
      assertThat(tests).containsKey(named.group(1));
      if (named.group(2) != null) {
        assertThat(tests.get(named.group(1))).contains("void " + named.group(2) + "(");
      }
      found++;
    }
    assertThat(found).isGreaterThan(20);
  }
}
