package org.mptcpscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the README shows is what the program prints. */
class ReadmeTest {
  private static final String SAMPLE =
      "sample-pcaps/captures/scripted-peer/own-fastclose_rst_wrong_key.pcap";

  @Test
  void theFindingShownIsTheOnePrinted() throws IOException {
    String readme = Files.readString(Path.of("../README.md"));
    int start = readme.indexOf("error[fast-close-key-wrong]");
    String block = readme.substring(start, readme.indexOf("```", start));
    assertThat(run("lint", "../" + SAMPLE).replace("../" + SAMPLE, SAMPLE)).contains(block);
  }

  @Test
  void theFirstCommandFindsHealthyAndBrokenSamples() {
    List<String> lines = run("lint", "../sample-pcaps/captures").lines().toList();
    assertThat(lines.getLast()).startsWith("result: ").contains("errors");
    assertThat(lines).anyMatch(line -> line.contains("captures: ") && line.contains(" without"));
  }

  private static String run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Main.run(
        new Terminal(
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
            false,
            false,
            0,
            Map.of()),
        args);
    return out.toString(StandardCharsets.UTF_8);
  }
}
