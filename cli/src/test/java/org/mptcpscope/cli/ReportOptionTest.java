package org.mptcpscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports in several formats from one run, to standard output and to files. */
class ReportOptionTest {
  private static final String CAPTURE = sample("scripted-peer/own-fastclose_rst_wrong_key.pcap");

  @TempDir private Path directory;

  static String sample(String name) {
    Path project = Path.of("").toAbsolutePath();
    while (project.getParent() != null && !Files.exists(project.resolve("dev"))) {
      project = project.getParent();
    }
    return project.resolve("sample-pcaps/captures").resolve(name).toString();
  }

  private String file(String name) {
    return directory.resolve(name).toString();
  }

  @Test
  void writesSeveralFilesBesideTheText() throws IOException {
    Run run =
        Run.of(
            "lint",
            CAPTURE,
            "-o",
            file("a.sarif"),
            "--output",
            file("a.xml"),
            "-o" + file("a.json"),
            "-o",
            file("a.txt"));
    assertThat(run.code()).isEqualTo(ExitCode.FINDINGS);
    assertThat(run.out()).contains("error[fast-close-key-wrong]", "\nresult: ");
    assertThat(directory.resolve("a.sarif")).content().contains("\"version\" : \"2.1.0\"");
    assertThat(directory.resolve("a.xml")).content().contains("<failure message=\"frame ");
    assertThat(Files.readString(directory.resolve("a.json")))
        .isEqualTo(Run.of("lint", "--format", "json", CAPTURE).out());
    assertThat(Files.readString(directory.resolve("a.txt")))
        .contains("error[fast-close-key-wrong]", "\nresult: ");
  }

  /** Each format is one that standard output can have, and is the same twice. */
  @Test
  void writesEachFormat() {
    for (String format :
        List.of("jsonl", "sarif", "junit", "github", "markdown", "csv", "json", "oneline")) {
      Run run = Run.of("lint", "--format", format, CAPTURE);
      assertThat(run.code()).isEqualTo(ExitCode.FINDINGS);
      assertThat(run.out()).contains("fast-close-key-wrong");
      assertThat(run.out()).isEqualTo(Run.of("lint", "--format", format, CAPTURE).out());
    }
  }

  @Test
  void refusesBeforeItReadsWhatItCouldNotWrite() {
    assertThat(Run.of("lint", "-o", file("a.pdf"), CAPTURE))
        .extracting(Run::code, Run::out, Run::err)
        .containsExactly(
            ExitCode.USAGE,
            "",
            "mptcpscope: lint: --output "
                + file("a.pdf")
                + ": ends in none of txt, log, json, jsonl, ndjson, sarif, sarif.json, xml, md,"
                + " markdown, csv\n");
    assertThat(Run.of("lint", "-o", file("no/a.json"), CAPTURE).err())
        .contains("cannot write " + file("no/a.json") + ": no such directory " + file("no"));
    assertThat(directory).isEmptyDirectory();
    Run unknown = Run.of("lint", "--format", "sariff", CAPTURE);
    assertThat(unknown.code()).isEqualTo(ExitCode.USAGE);
    assertThat(unknown.err()).contains("sarif, junit, github");
  }

  @Test
  void theThresholdDecidesWhatFails() {
    assertThat(Run.of("lint", "--format", "junit", "--fail-on", "never", CAPTURE).out())
        .contains(" failures=\"0\"", "<system-out>")
        .doesNotContain("<failure");
  }
}
