package org.mptcpscope.rules.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.rules.Lab;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.Finding;
import org.mptcpscope.rules.engine.LintOptions;

/** A baseline knows the findings it was written with, and no other. */
class KnownFindingsTest {
  @TempDir private Path directory;

  private CaptureReport report(String name) throws IOException {
    Path from = Lab.project().resolve("sample-pcaps/captures/scripted-peer").resolve(name);
    Path to = directory.resolve(name);
    if (!Files.exists(to)) {
      Files.copy(from, to);
    }
    return Lab.judge(CaptureSource.file(to), LintOptions.DEFAULT);
  }

  private static CaptureReport with(CaptureReport report, List<Finding> findings) {
    return report.reviewed(findings, report.review());
  }

  @Test
  void onlyNewFindingsAreLeft() throws IOException {
    CaptureReport report = report("mp_prio-mp_prio_server.pcap");
    List<Finding> all = report.findings();
    Path file = directory.resolve("base.json");
    long written = Baseline.write(file, List.of(with(report, all.subList(1, all.size()))));
    assertThat(written).isEqualTo(all.size() - 1);
    CaptureReport compared = Baseline.read(file).apply(report);
    assertThat(compared.findings()).containsExactly(all.getFirst());
    assertThat(compared.review().accepted())
        .hasSize(all.size() - 1)
        .allMatch(one -> one.before() && one.where().equals(file.toString()));
    assertThat(compared.review().compared()).isTrue();
    // What was known stays known when it is written anew.
    assertThat(Baseline.write(file, List.of(compared))).isEqualTo(all.size());
    assertThat(Baseline.read(file).apply(report).findings()).isEmpty();
  }

  @Test
  void anotherCaptureIsAnotherCapture() throws IOException {
    Path file = directory.resolve("base.json");
    Baseline.write(file, List.of(report("own-add_addr_hmac_wrong.pcap")));
    CaptureReport other = report("own-add_addr_v6_hmac_wrong.pcap");
    assertThat(Baseline.read(file).apply(other).findings()).isEqualTo(other.findings());
  }

  /**
   * The same file, whatever the order of the captures; and it names no directory of this machine.
   */
  @Test
  void theFileIsStable() throws IOException {
    CaptureReport one = report("own-add_addr_hmac_wrong.pcap");
    CaptureReport other = report("mp_prio-mp_prio_server.pcap");
    Path file = directory.resolve("base.json");
    Baseline.write(file, List.of(one, other));
    String first = Files.readString(file);
    Baseline.write(file, List.of(other, one));
    assertThat(Files.readString(file)).isEqualTo(first).doesNotContain(directory.toString());
  }

  /** Many findings that are told as one are known as so many. */
  @Test
  void moreOfTheSameAreNew() throws IOException {
    CaptureReport report = report("own-add_addr_hmac_wrong.pcap");
    Finding finding = report.findings().getFirst();
    CaptureReport few =
        with(report, List.of(finding.grouped(new Finding.Grouped(2000, 3, 2000, 1))));
    CaptureReport more =
        with(report, List.of(finding.grouped(new Finding.Grouped(2001, 3, 2001, 1))));
    Path file = directory.resolve("base.json");
    assertThat(Baseline.write(file, List.of(few))).isEqualTo(2000);
    assertThat(Baseline.read(file).apply(few).findings()).isEmpty();
    assertThat(Baseline.read(file).apply(more).findings()).hasSize(1);
    assertThat(Baseline.read(file).apply(with(report, List.of(finding))).findings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"baseline\": 2, \"findings\": []} | :1: not a baseline; --write-baseline writes one",
        "{\"findings\": []} | :1: not a baseline; --write-baseline writes one",
        "[] | :1: not a baseline; --write-baseline writes one",
        "{\"baseline\": 1, \"findings\": {}} | :1: not a baseline; --write-baseline writes one",
        "{\"baseline\": 1, \"findings\": [3]} | :1: not a baseline; --write-baseline writes one",
        "{\"baseline\": 1, \"findings\": [{\"file\": {\"a\": 1}}]} | :1: not a baseline;"
            + " --write-baseline writes one",
        "{\"baseline\": 1, \"findings\": [{\"file\": \"a\"}]} | :1: not a baseline;"
            + " --write-baseline writes one",
        "{\"baseline\": 1, \"findings\": [ | :1: not JSON; --write-baseline writes it anew",
        "baseline | :1: not JSON; --write-baseline writes it anew",
        "`` | :1: not a baseline; --write-baseline writes one",
      })
  void whatIsNoBaseline(String text, String mistake) throws IOException {
    Path file = directory.resolve("b.json");
    Files.writeString(file, text == null ? "" : text);
    assertThatThrownBy(() -> Baseline.read(file))
        .isInstanceOf(ConfigException.class)
        .hasMessage(file + mistake);
  }

  @Test
  void whatIsNoFile() throws IOException {
    assertThatThrownBy(() -> Baseline.read(directory))
        .hasMessage(directory + ": is a directory; name a file");
    Path missing = directory.resolve("no.json");
    assertThatThrownBy(() -> Baseline.read(missing))
        .hasMessage(missing + ": no such file; --write-baseline writes one");
    Path deep = directory.resolve("deep.json");
    Files.writeString(deep, "{\"baseline\": 1, \"x\": " + "[".repeat(100_000));
    assertThatThrownBy(() -> Baseline.read(deep)).isInstanceOf(ConfigException.class);
  }
}
