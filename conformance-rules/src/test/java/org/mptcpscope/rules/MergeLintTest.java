package org.mptcpscope.rules;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.capture.CaptureWarning;
import org.mptcpscope.core.capture.FrameSource;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.dissector.capfile.PcapWriter;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.Finding;
import org.mptcpscope.rules.api.Severity;

/** Captures of the same traffic taken at two points are one capture, and accuse nobody more. */
class MergeLintTest {
  @Test
  void aCaptureMergedWithItselfIsTheCapture() throws IOException {
    for (Path file : captures("client")) {
      CaptureReport alone = judge(file);
      CaptureReport twice = Lab.judge(merged(List.of(file, file)), true);
      assertThat(words(twice, Severity.WARNING))
          .as(file.toString())
          .isEqualTo(words(alone, Severity.WARNING));
      // Where it was taken is not known of a merged capture, so a silent fallback is less certain.
      assertThat(words(twice, Severity.NOTE))
          .as(file.toString())
          .isSubsetOf(words(alone, Severity.NOTE));
      assertThat(twice.totals().count()).as(file.toString()).isEqualTo(alone.totals().count());
    }
  }

  @Test
  void twoPointsAccuseNobodyWhomNeitherOfThemAccuses() throws IOException {
    int merged = 0;
    for (Path client : captures("client")) {
      Optional<Path> server = sibling(client);
      if (server.isEmpty()) {
        continue;
      }
      merged++;
      Set<String> alone = new TreeSet<>(words(judge(client), Severity.WARNING));
      alone.addAll(words(judge(server.get()), Severity.WARNING));
      CaptureReport both = Lab.judge(merged(List.of(client, server.get())), true);
      assertThat(words(both, Severity.WARNING)).as(client.toString()).isSubsetOf(alone);
    }
    assertThat(merged).isGreaterThan(50);
  }

  /** The other point is 80 ms away, and thousands of segments are under way. */
  @Test
  void aDistantPointShowsNothingNew() throws IOException, CaptureException {
    for (Path file : captures("client")) {
      byte[] later = later(file, 80_000_000);
      if (later == null) {
        continue;
      }
      CaptureReport alone = judge(file);
      CaptureReport both =
          Lab.judge(
              CaptureSource.merged(
                  List.of(CaptureSource.file(file), CaptureSource.memory("later", later))),
              true);
      assertThat(words(both, Severity.WARNING))
          .as(file.toString())
          .isSubsetOf(words(alone, Severity.WARNING));
      assertThat(both.totals().count()).as(file.toString()).isEqualTo(alone.totals().count());
    }
  }

  /** The capture as a clock shows it that is so much ahead; null if it has several interfaces. */
  private static byte[] later(Path file, long nanos) throws IOException, CaptureException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (FrameSource source = CaptureSource.file(file).open()) {
      PcapWriter writer = null;
      while (source.next()) {
        if (source.interfaceId() > 0) {
          return null;
        }
        if (writer == null) {
          writer = new PcapWriter(out, ByteOrder.LITTLE_ENDIAN, true, 0, source.linkType());
        }
        byte[] octets =
            source.buffer().asSlice(source.offset(), source.capturedLength()).toArray(JAVA_BYTE);
        writer.frame(source.timeNanos() + nanos, source.wireLength(), Octets.of(octets));
      }
    }
    return out.toByteArray();
  }

  @Test
  void twoPointsShowWhatABoxBetweenThemChanged() throws IOException {
    Path client =
        captures("client").stream()
            .filter(file -> file.getParent().endsWith("forged_key_all"))
            .findFirst()
            .orElseThrow();
    CaptureReport both = Lab.judge(merged(List.of(client, sibling(client).orElseThrow())), true);
    assertThat(both.warnings()).extracting(CaptureWarning::code).contains("alteredSegments");
  }

  private static CaptureReport judge(Path file) {
    return Lab.judge(CaptureSource.file(file), true);
  }

  private static CaptureSource merged(List<Path> files) {
    return CaptureSource.merged(files.stream().map(CaptureSource::file).toList());
  }

  /** Who is accused of what, of this severity or above. */
  private static Set<String> words(CaptureReport report, Severity from) {
    return report.findings().stream()
        .filter(finding -> finding.severity().compareTo(from) >= 0)
        .map(MergeLintTest::word)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String word(Finding finding) {
    return finding.severity().word()
        + " "
        + finding.rule()
        + " "
        + finding.requirement()
        + " "
        + finding.fault().side();
  }

  private static List<Path> captures(String point) throws IOException {
    Optional<Path> folder = Lab.references().map(all -> all.resolve("linux-6.18"));
    assumeTrue(
        folder.filter(Files::isDirectory).isPresent(),
        "no reference captures (property mptcpscope.referenceCaptures)");
    try (Stream<Path> all = Files.walk(folder.get())) {
      return all.filter(file -> file.getFileName().toString().matches(point + "\\.pcap.*"))
          .sorted()
          .toList();
    }
  }

  private static Optional<Path> sibling(Path client) throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> all = Files.list(client.getParent())) {
      all.filter(file -> file.getFileName().toString().matches("server\\.pcap.*"))
          .forEach(found::add);
    }
    return found.stream().findFirst();
  }
}
