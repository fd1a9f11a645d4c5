package org.mptcpscope.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.engine.LintOptions;
import org.mptcpscope.rules.engine.Linter;
import org.mptcpscope.samples.traffic.BulkShape;
import org.mptcpscope.samples.traffic.Flood;
import org.mptcpscope.samples.traffic.FrameSink;
import org.mptcpscope.samples.traffic.ShortConnection;
import org.mptcpscope.samples.traffic.Traffic;

/** Traffic made to hurt: time grows as its length does, and a small heap is enough. */
class FloodTest {
  private static final int FEW = 6_000;
  private static final int FACTOR = 5;
  private static final double MARGIN = 2.5;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private static CaptureSource flood(Flood.Kind kind, int frames) throws IOException {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    try (FrameSink sink = new FrameSink(octets, BulkShape.WHOLE)) {
      Flood.write(sink, kind, frames);
    }
    return CaptureSource.memory(kind.name(), octets.toByteArray());
  }

  @ParameterizedTest
  @EnumSource(Flood.Kind.class)
  void timeGrowsAsTheFloodDoes(Flood.Kind kind) throws IOException, CaptureException {
    CaptureSource small = flood(kind, FEW);
    CaptureSource large = flood(kind, FACTOR * FEW);
    // What is looked through for each frame would take twenty-five times as long.
    long least = Long.MAX_VALUE;
    long most = Long.MAX_VALUE;
    for (int pass = 0; pass < 2; pass++) {
      most = Math.min(most, nanos(large));
      least = Math.min(least, nanos(small));
    }
    assertThat((double) most / least).isLessThan(MARGIN * FACTOR);
  }

  private static long nanos(CaptureSource capture) throws CaptureException {
    long start = THREADS.getCurrentThreadCpuTime();
    CaptureReport report = Linter.lint(capture, LintOptions.DEFAULT, List.of());
    long nanos = THREADS.getCurrentThreadCpuTime() - start;
    assertThat(report.frames()).isGreaterThanOrEqualTo(FEW);
    return nanos;
  }

  /** Lints standard input and says how many frames and connections there were. */
  static final class Reader {
    private Reader() {}

    /** Reads. */
    public static void main(String... args) throws CaptureException {
      CaptureReport report =
          Linter.lint(CaptureSource.standardInput(System.in), LintOptions.DEFAULT, List.of());
      System.out.println(report.frames() + " " + report.totals().count());
    }
  }

  /** A process of its own with a small heap; without bounds it would need several times as much. */
  private static String inHeapOf(String megabytes, Writer writer) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx" + megabytes + "m",
                "-cp",
                System.getProperty("java.class.path"),
                Reader.class.getName())
            .redirectErrorStream(true)
            .start();
    try (OutputStream to = process.getOutputStream()) {
      writer.write(to);
    } catch (IOException e) {
      // It ended before it read everything: what it said is told below.
    }
    try (InputStream from = process.getInputStream()) {
      return new String(from.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }

  private interface Writer {
    void write(OutputStream to) throws IOException;
  }

  @Test
  void allFloodsOneAfterTheOtherFitInASmallHeap() throws Exception {
    int each = 15_000;
    String said =
        inHeapOf(
            "96",
            to -> {
              try (FrameSink sink = new FrameSink(to, BulkShape.WHOLE)) {
                for (Flood.Kind kind : Flood.Kind.values()) {
                  Flood.write(sink, kind, each);
                }
              }
            });
    int frames = Flood.Kind.values().length * (each + 5);
    assertThat(said).startsWith(frames + " ");
  }

  /** Twenty thousand connections in half a second of capture time. */
  @Test
  void shortConnectionsInQuickSuccessionFitInASmallHeap() throws Exception {
    int count = 20_000;
    String said =
        inHeapOf(
            "96",
            to ->
                Traffic.connections(
                    to, new Traffic.Plan(ShortConnection.Kind.WHOLE, count, 1000, 10, 600_000)));
    assertThat(said).endsWith(" " + count);
  }

  @Test
  void silentConnectionsWithoutEndFitInASmallHeap() throws Exception {
    int count = 20_000;
    String said =
        inHeapOf(
            "96",
            to ->
                Traffic.connections(
                    to, new Traffic.Plan(ShortConnection.Kind.SILENT, count, 1000, 0, 600_000)));
    assertThat(said).endsWith(" " + count);
  }
}
