package org.mptcpscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    assertThat(Run.of("lint", "../" + SAMPLE).out().replace("../" + SAMPLE, SAMPLE))
        .contains(block);
  }

  @Test
  void theFirstCommandFindsHealthyAndBrokenSamples() {
    List<String> lines = Run.of("lint", "../sample-pcaps/captures").out().lines().toList();
    assertThat(lines.getLast()).startsWith("result: ").contains("errors");
    assertThat(lines).anyMatch(line -> line.contains("captures: ") && line.contains(" without"));
  }
}
