package org.mptcpscope.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.trace.TraceOptions;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.engine.LintOptions;
import org.mptcpscope.rules.engine.Linter;
import org.mptcpscope.rules.report.JsonReport;
import org.mptcpscope.rules.report.TextReport;
import org.mptcpscope.rules.report.TextStyle;
import org.mptcpscope.samples.Samples;
import org.mptcpscope.samples.script.Sample;
import org.mptcpscope.samples.script.SampleFrame;

/** Damaged captures are judged, or refused, but never break a rule or a report. */
class HostileLintTest {
  private static final int VARIANTS = 2;
  private static final int OPTIONS_FROM = 54;

  static Stream<String> scripts() {
    return Samples.list().stream().filter(name -> name.endsWith(".bad.pkt"));
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void survives(String script) {
    Sample sample = Samples.load(script);
    for (int variant = 0; variant < VARIANTS; variant++) {
      Random random = new Random(31L * script.hashCode() + variant);
      byte[] capture =
          variant % 2 == 0 ? damaged(sample.toPcapng(), random) : damagedOptions(sample, random);
      assertThatCode(() -> judge(capture))
          .as("%s, variant %d", script, variant)
          .doesNotThrowAnyException();
    }
  }

  private static byte[] damaged(byte[] capture, Random random) {
    byte[] octets = capture.clone();
    for (int i = 0; i < 1 + octets.length / 200; i++) {
      octets[random.nextInt(octets.length)] = (byte) random.nextInt(256);
    }
    return octets;
  }

  /** Changes octets of TCP options only, so that the frames are still read. */
  private static byte[] damagedOptions(Sample sample, Random random) {
    List<SampleFrame> frames = new ArrayList<>();
    for (SampleFrame frame : sample.frames()) {
      byte[] octets = frame.octets().toArray();
      if (octets.length > OPTIONS_FROM && random.nextInt(3) == 0) {
        int span = Math.min(40, octets.length - OPTIONS_FROM);
        octets[OPTIONS_FROM + random.nextInt(span)] = (byte) random.nextInt(256);
      }
      frames.add(
          new SampleFrame(
              frame.number(),
              frame.timeNanos(),
              frame.interfaceId(),
              frame.direction(),
              Octets.of(octets),
              frame.wireLength(),
              frame.comments()));
    }
    return new Sample(
            sample.name(),
            sample.header(),
            sample.linkType(),
            sample.interfaces(),
            frames,
            sample.truth())
        .toPcapng();
  }

  private static void judge(byte[] capture) throws IOException {
    LintOptions options = new LintOptions(List.of(), List.of(), true, TraceOptions.DEFAULT);
    CaptureReport report;
    try {
      report = Linter.lint(CaptureSource.memory("hostile", capture), options, List.of());
    } catch (CaptureException e) {
      return;
    }
    List<String> lines = new ArrayList<>();
    TextReport.write(List.of(report), TextStyle.DEFAULT, lines::add);
    assertThat(lines.getLast()).startsWith("result: ");
    JsonReport.write(new StringWriter(), "0", List.of(report), true);
  }
}
