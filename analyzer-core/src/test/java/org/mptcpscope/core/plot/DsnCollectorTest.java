package org.mptcpscope.core.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.mptcpscope.core.TraceAnalyzer;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.capture.FrameSource;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.trace.TraceOptions;
import org.mptcpscope.core.trace.TraceResult;

/** From a real capture to a picture. */
class DsnCollectorTest {
  private static final String PROPERTY = "mptcpscope.referenceCaptures";
  private static final int BUDGET = 60_000;

  /** A pcapng section header and the first interface stay sound. */
  private static final int HEADER = 200;

  private static Path project() {
    Path project = Path.of("").toAbsolutePath();
    while (project.getParent() != null && !Files.exists(project.resolve("dev"))) {
      project = project.getParent();
    }
    return project;
  }

  private static Path sample(String name) {
    return project().resolve("sample-pcaps/captures").resolve(name);
  }

  private static Path reference(String name) {
    String property = System.getProperty(PROPERTY, "");
    Path folder =
        property.isEmpty()
            ? project().resolve("../shared/captures").normalize()
            : Path.of(property);
    assumeTrue(
        Files.isDirectory(folder), "no reference captures at " + PROPERTY + " or its default");
    return folder.resolve(name);
  }

  private static DsnCollector collect(Path capture) throws CaptureException {
    DsnCollector collector = new DsnCollector(connection -> true);
    try (FrameSource source = CaptureSource.file(capture).open()) {
      TraceResult result = TraceAnalyzer.run(source, TraceOptions.DEFAULT, List.of(collector));
      assertThat(result.frames()).isPositive();
    }
    return collector;
  }

  private static String svg(DsnSeries series) {
    PlotSpec spec = DsnPlot.of(series, List.of());
    return new SvgPainter().paint(Layout.of(spec, Viewport.whole(spec, 960, 560)), Theme.LIGHT);
  }

  /** The numbers were computed from the same capture by separate arithmetic (desktop design). */
  @Test
  void blockedByASlowPath() throws Exception {
    DsnSeries series =
        collect(reference("linux-6.18/lossy_slow_path/client.pcapng.gz")).busiest().orElseThrow();
    String svg = svg(series);
    assertThat(svg)
        .contains(
            "2.00 MB from A to B on 2 subflows in 1.87 s. Data ACK stood still for 422 ms at DSN"
                + " 512\u2009133 (sent on subflow 1) and for 99 ms at DSN 1\u2009185\u2009229")
        .contains("Data ACK 512\u2009133 for 422 ms", "released by frame 1031")
        .contains("Data ACK 1\u2009185\u2009229 for 99 ms", "released by frame 1653")
        // 1410 and 37 segments, copies included.
        .contains("subflow 0: 1\u2009394 segments", "subflow 0: 16 reinjected")
        .contains(
            "subflow 1: 22 segments", "subflow 1: 5 retransmitted", "subflow 1: 10 reinjected");
    Goldens.check(svg, Goldens.golden("lossy-slow-path.svg"));
  }

  @Test
  void clickOnTheBlockedSegmentFindsIt() throws Exception {
    DsnSeries series =
        collect(reference("linux-6.18/lossy_slow_path/client.pcapng.gz")).busiest().orElseThrow();
    PlotSpec spec = DsnPlot.of(series, List.of());
    Viewport near =
        new Viewport(
            960,
            560,
            new Span(720 * Samples.MS, 1340 * Samples.MS),
            new Span(506_000, 531_500),
            Viewport.Around.AXES,
            Viewport.WINDOW_BUDGET);
    Scene scene = Layout.of(spec, near);
    double middle = scene.y().pixel(512_843);
    assertThat(scene.frameAt(scene.x().pixel(1_303_000_000), middle)).hasValue(1022);
    assertThat(scene.frameAt(scene.x().pixel(753_400_000), middle)).hasValue(679);
    assertThat(scene.frameAt(scene.x().pixel(842_400_000), middle)).hasValue(690);
  }

  @Test
  void fourSubflows() throws Exception {
    DsnCollector collector = collect(sample("linux/fullmesh_2x2/client.pcapng.gz"));
    DsnSeries series = collector.series(0, Side.INITIATOR).orElseThrow();
    assertThat(collector.busier(0)).containsSame(series);
    // truth.json: the client sent 500 100 octets.
    assertThat(series.octets()).isEqualTo(500_100);
    assertThat(series.lanes).hasSize(4);
    Goldens.check(svg(series), Goldens.golden("fullmesh-2x2.svg"));
  }

  @Test
  void connectionsNotAskedForAreNotKept() throws Exception {
    DsnCollector none = new DsnCollector(connection -> false);
    try (FrameSource source = CaptureSource.file(sample("linux/single_v1/client.pcap.gz")).open()) {
      TraceAnalyzer.run(source, TraceOptions.DEFAULT, List.of(none));
    }
    assertThat(none.busiest()).isEmpty();
    assertThat(none.series(0, Side.INITIATOR)).isEmpty();
  }

  /** Every sample has a picture within the budget, whatever is wrong in it. */
  @Test
  void everySampleCanBeDrawn() throws Exception {
    List<Path> captures;
    try (Stream<Path> files = Files.walk(sample(""))) {
      captures = files.filter(DsnCollectorTest::isCapture).sorted().toList();
    }
    assertThat(captures).hasSizeGreaterThan(20);
    for (Path capture : captures) {
      draw(capture);
    }
  }

  /** Octets changed at random, the same ones each time: numbers may be absurd, pictures are not. */
  @Test
  void damagedCapturesCanBeDrawn() throws Exception {
    Random random = new Random(8684);
    byte[] sound = unpacked(sample("linux/fullmesh_2x2/client.pcapng.gz"));
    int drawn = 0;
    for (int round = 0; round < 40; round++) {
      byte[] damaged = sound.clone();
      for (int change = 0; change < 100; change++) {
        damaged[HEADER + random.nextInt(damaged.length - HEADER)] = (byte) random.nextInt(256);
      }
      DsnCollector collector = new DsnCollector(connection -> true);
      try (FrameSource source = CaptureSource.memory("damaged", damaged).open()) {
        TraceAnalyzer.run(source, TraceOptions.DEFAULT, List.of(collector));
      }
      for (Side side : Side.values()) {
        Optional<DsnSeries> series = collector.series(0, side);
        if (series.isPresent()) {
          assertThat(svg(series.get())).doesNotContain("NaN", "Infinity").hasSizeLessThan(BUDGET);
          drawn++;
        }
      }
    }
    assertThat(drawn).isGreaterThan(40);
  }

  private static byte[] unpacked(Path capture) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(capture))) {
      return in.readAllBytes();
    }
  }

  private static boolean isCapture(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".pcap") || name.endsWith(".pcap.gz") || name.endsWith(".pcapng.gz");
  }

  private static void draw(Path capture) throws IOException, CaptureException {
    DsnCollector collector = collect(capture);
    for (int connection = 0; connection < 3; connection++) {
      for (Side side : Side.values()) {
        collector
            .series(connection, side)
            .ifPresent(series -> assertThat(svg(series)).as(capture + "").hasSizeLessThan(BUDGET));
      }
    }
  }
}
