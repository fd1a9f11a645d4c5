package org.mptcpscope.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The plain folder of real captures beside the sources. */
class CapturesTest {
  private static final Path FOLDER = Recipes.root().resolve("sample-pcaps/captures");
  private static final long LIMIT = 3_000_000;

  private static List<Path> captures() throws IOException {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      return files.filter(file -> file.toString().matches(".*\\.pcap(ng)?(\\.gz)?")).toList();
    }
  }

  @Test
  void eachCaptureIsDescribedAndHasItsTruth() throws IOException {
    String page = Files.readString(FOLDER.resolve("README.md"));
    String index = Files.readString(FOLDER.resolve("scripted-peer/index.json"));
    assertThat(captures()).hasSizeGreaterThan(30);
    for (Path capture : captures()) {
      Path folder = capture.getParent();
      String file = capture.getFileName().toString();
      if (folder.endsWith("scripted-peer")) {
        assertThat(index).contains("\"file\": \"" + file + "\"");
        assertThat(page).contains("`" + file.replace(".pcap", "") + "`");
      } else {
        assertThat(folder.resolve("truth.json")).content().contains("\"kernel_view\"");
        assertThat(page.lines())
            .anyMatch(
                line ->
                    line.startsWith("| `" + folder.getFileName() + "`")
                        && line.contains(file.substring(0, file.indexOf('.'))));
      }
    }
  }

  @Test
  void theFolderIsSmall() throws IOException {
    long octets = 0;
    for (Path capture : captures()) {
      octets += Files.size(capture);
    }
    assertThat(octets).isLessThan(LIMIT);
  }
}
