package org.mptcpscope.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One page that needs nothing beside it. */
class ReportCommandTest {
  private static final String CAPTURE = "linux/lossy_slow_path/client.pcapng.gz";
  private static final String FAULTY = "scripted-peer/own-fastclose_rst_wrong_key.pcap";

  @TempDir private Path directory;

  private String page(String capture) throws IOException {
    Path file = directory.resolve("page.html");
    Run run = Run.of("report", capture, "-o", file.toString());
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    return Files.readString(file);
  }

  @Test
  void showsFindingsGraphsAndNumbers() throws IOException {
    String page = page(ReportOptionTest.sample(FAULTY));
    assertThat(page)
        .contains("<h1>1 error", "error[fast-close-key-wrong]", "At fault")
        .contains("Ladder", "Observations", "FCLOSE-KEY-MATCHES-RECEIVER");
    String healthy = page(ReportOptionTest.sample(CAPTURE));
    assertThat(healthy)
        .contains("<h1>No violation in 1 connection</h1>")
        .contains("Data ACK stood still at DSN 512133", "Throughput, A → B", "Reordering, A → B");
    assertThat(healthy.length()).isLessThan(400_000);
  }

  @Test
  void isTheSameTwice() throws IOException {
    assertThat(page(ReportOptionTest.sample(CAPTURE)))
        .isEqualTo(page(ReportOptionTest.sample(CAPTURE)));
  }

  /** No network: links go to the RFC only, and nothing is fetched. */
  @Test
  void fetchesNothing() throws IOException {
    String page = page(ReportOptionTest.sample(FAULTY));
    assertThat(page).doesNotContain("src=", "@import", "<link", "fetch(", "XMLHttpRequest");
    List<String> addresses =
        Pattern.compile("https?://[^\"' )]+")
            .matcher(page)
            .results()
            .map(match -> match.group())
            .distinct()
            .toList();
    assertThat(addresses)
        .allMatch(one -> one.contains("rfc-editor.org") || one.startsWith("http://www.w3.org/"));
  }

  /** Anchors are unique: a CI job links to them. */
  @Test
  void anchorsAreUnique() throws IOException {
    String page = page(ReportOptionTest.sample(FAULTY));
    List<String> ids =
        Pattern.compile("<(?:div|h2)[^>]* id=\"([^\"]+)\"")
            .matcher(page)
            .results()
            .map(match -> match.group(1))
            .toList();
    assertThat(ids).doesNotHaveDuplicates().contains("findings", "requirements", "read", "c0");
  }

  /** A file name is text, whatever it looks like. */
  @Test
  void hostileNamesAreText() throws IOException {
    Path capture = directory.resolve("<script>alert(1)<!--&\".pcap");
    Files.copy(Path.of(ReportOptionTest.sample(FAULTY)), capture);
    assertThat(page(capture.toString())).doesNotContain("<script>alert").contains("&lt;script&gt;");
  }

  @Test
  void wantsAPage() {
    Run run = Run.of("report", ReportOptionTest.sample(FAULTY));
    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("report FILE -o OUT.html");
  }

  /** A browser shows it without an error, and its script finds the graphs. */
  @Test
  void opensInABrowser() throws Exception {
    Path browser =
        List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome").stream()
            .map(Path::of)
            .filter(Files::isExecutable)
            .findFirst()
            .orElse(null);
    assumeTrue(browser != null, "no Chromium: the page is not opened");
    page(ReportOptionTest.sample(CAPTURE));
    Path log = directory.resolve("log");
    Process process =
        new ProcessBuilder(
                browser.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--user-data-dir=" + directory.resolve("profile"),
                "--enable-logging=stderr",
                "--v=0",
                "--virtual-time-budget=3000",
                "--dump-dom",
                directory.resolve("page.html").toUri().toString())
            .redirectError(log.toFile())
            .start();
    String dom = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    // The script puts what can be zoomed into a group of its own.
    assertThat(dom).contains("vector-effect=\"non-scaling-stroke\"");
    String complaints =
        Files.readAllLines(log).stream()
            .filter(line -> line.contains("CONSOLE"))
            .collect(Collectors.joining("\n"));
    assertThat(complaints).isEmpty();
  }
}
