package org.mptcpscope.core.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mptcpscope.core.TraceAnalyzer;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.capture.FrameSource;
import org.mptcpscope.core.metric.Flights;
import org.mptcpscope.core.metric.Rates;
import org.mptcpscope.core.metric.SegmentTable;
import org.mptcpscope.core.metric.SegmentTables;
import org.mptcpscope.core.metric.StreamMetrics;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.trace.TraceOptions;

/** The kinds of plots that are drawn from the segments of a connection, over shipped captures. */
class PlotKindsTest {
  private static final int WIDTH = 960;
  private static final int HEIGHT = 560;

  /** As for every picture in a file. */
  private static final int BUDGET = 60_000;

  private static final Map<String, Function<PlotRequest, Figure>> KINDS = kinds();

  private static Map<String, Function<PlotRequest, Figure>> kinds() {
    Map<String, Function<PlotRequest, Figure>> kinds = new LinkedHashMap<>();
    kinds.put(
        "tput", r -> Figure.of(ThroughputPlot.throughput(r, Rates.of(r.table(), r.sender()))));
    kinds.put("share", r -> Figure.of(ThroughputPlot.share(r, Rates.of(r.table(), r.sender()))));
    kinds.put("rtt", r -> Figure.of(RoundTripPlot.of(r)));
    kinds.put("flight", r -> Figure.of(FlightPlot.of(r, Flights.of(r.table(), r.sender()))));
    kinds.put("tsg", r -> Figure.of(TimeSequencePlot.of(r)));
    kinds.put("stevens", r -> Figure.of(TimeSequencePlot.stevens(r)));
    kinds.put("hol", r -> ReorderingPlot.of(r, StreamMetrics.of(r.table(), r.sender())));
    kinds.put("map", r -> Figure.of(MappingPlot.of(r)));
    return kinds;
  }

  private static Path captures() {
    Path project = Path.of("").toAbsolutePath();
    while (project.getParent() != null && !Files.exists(project.resolve("dev"))) {
      project = project.getParent();
    }
    return project.resolve("sample-pcaps/captures");
  }

  private static List<SegmentTable> tables(Path capture) throws CaptureException {
    List<SegmentTable> tables = new ArrayList<>();
    try (FrameSource source = CaptureSource.file(capture).open()) {
      TraceAnalyzer.run(
          source, TraceOptions.DEFAULT, List.of(new SegmentTables(id -> true, tables::add)));
    }
    return tables;
  }

  private static PlotRequest request(SegmentTable table, Side sender) {
    return new PlotRequest(table, sender, 0, null, WIDTH, 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tput", "share", "rtt", "flight", "tsg", "stevens", "hol", "map"})
  void looksAsItDid(String kind) throws Exception {
    SegmentTable table =
        tables(captures().resolve("linux/lossy_slow_path/client.pcapng.gz")).getFirst();
    Figure figure = KINDS.get(kind).apply(request(table, Side.INITIATOR));
    Scene scene = figure.scene(WIDTH, HEIGHT, null);
    String svg = new SvgPainter().paint(scene, Theme.LIGHT);
    assertThat(svg.length()).isLessThan(BUDGET);
    // Bulky marks are no reading matter: what is said and named is compared.
    Goldens.check(words(svg), Goldens.golden("kinds/" + kind + ".txt"));
  }

  /** Texts and titles of a picture, and how many marks of each style it has. */
  private static String words(String svg) {
    StringBuilder out = new StringBuilder();
    Map<String, Integer> styles = new TreeMap<>();
    var element = Pattern.compile("<(text|title|desc)[^>]*>([^<]*)<").matcher(svg);
    while (element.find()) {
      out.append(element.group(1)).append("  ").append(element.group(2)).append('\n');
    }
    var mark = Pattern.compile("<(path|rect) class=\"([^\"]*)\"").matcher(svg);
    while (mark.find()) {
      styles.merge(mark.group(2), 1, Integer::sum);
    }
    styles.forEach((style, count) -> out.append(count).append(" x ").append(style).append('\n'));
    return out.toString();
  }

  /** Any capture, any kind, either sender: a picture of bounded size, with rows for CSV. */
  @Test
  void everySampleHasEveryPicture() throws Exception {
    List<Path> all;
    try (Stream<Path> files = Files.walk(captures())) {
      all = files.filter(file -> file.getFileName().toString().contains(".pcap")).sorted().toList();
    }
    assertThat(all).isNotEmpty();
    for (Path capture : all) {
      for (SegmentTable table : tables(capture)) {
        for (Side sender : Side.values()) {
          KINDS.forEach((kind, draw) -> check(capture, kind, draw.apply(request(table, sender))));
        }
      }
    }
  }

  private static void check(Path capture, String kind, Figure figure) {
    Scene scene = figure.scene(WIDTH, HEIGHT, null);
    String svg = new SvgPainter().paint(scene, Theme.DARK);
    assertThat(svg).as(capture + " " + kind).doesNotContain("NaN", "Infinity");
    assertThat(svg.length()).as(capture + " " + kind).isLessThan(BUDGET);
    assertThat(SpecCsv.of(figure).lines().allMatch(line -> line.split(",", -1).length >= 10))
        .as(capture + " " + kind)
        .isTrue();
    assertThat(XplotFile.of(figure)).startsWith("timeval").endsWith("go\n");
  }

  /** The part that is asked for is shown, and no other. */
  @Test
  void aPartOfTheTime() throws IOException, CaptureException {
    SegmentTable table =
        tables(captures().resolve("linux/lossy_slow_path/client.pcapng.gz")).getFirst();
    Span time = new Span(1_000_000_000L, 1_200_000_000L);
    PlotRequest request = new PlotRequest(table, Side.INITIATOR, 0, time, WIDTH, 0);
    Scene scene =
        Figure.of(ThroughputPlot.throughput(request, Rates.of(table, Side.INITIATOR)))
            .scene(WIDTH, HEIGHT, time);
    assertThat(scene.x().span()).isEqualTo(time);
  }
}
