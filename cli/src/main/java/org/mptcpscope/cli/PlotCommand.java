package org.mptcpscope.cli;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mptcpscope.core.TraceAnalyzer;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.capture.FrameSource;
import org.mptcpscope.core.metric.Flights;
import org.mptcpscope.core.metric.Rates;
import org.mptcpscope.core.metric.SegmentTable;
import org.mptcpscope.core.metric.SegmentTables;
import org.mptcpscope.core.metric.StreamMetrics;
import org.mptcpscope.core.model.ConnectionSummary;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.plot.DsnCollector;
import org.mptcpscope.core.plot.DsnPlot;
import org.mptcpscope.core.plot.DsnSeries;
import org.mptcpscope.core.plot.Figure;
import org.mptcpscope.core.plot.FlightPlot;
import org.mptcpscope.core.plot.Ladder;
import org.mptcpscope.core.plot.MappingPlot;
import org.mptcpscope.core.plot.PlotRequest;
import org.mptcpscope.core.plot.PlotSpec;
import org.mptcpscope.core.plot.ReorderingPlot;
import org.mptcpscope.core.plot.RoundTripPlot;
import org.mptcpscope.core.plot.Scene;
import org.mptcpscope.core.plot.Span;
import org.mptcpscope.core.plot.SpecCsv;
import org.mptcpscope.core.plot.SvgPainter;
import org.mptcpscope.core.plot.Theme;
import org.mptcpscope.core.plot.ThroughputPlot;
import org.mptcpscope.core.plot.TimeSequencePlot;
import org.mptcpscope.core.plot.XplotFile;
import org.mptcpscope.core.plot.png.PngPainter;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.CaptureReport.ConnectionReport;
import org.mptcpscope.rules.engine.LintOptions;
import org.mptcpscope.rules.engine.Linter;
import org.mptcpscope.rules.report.LadderCollector;
import org.mptcpscope.rules.report.PlotFindings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Draws one direction of a connection into a file. */
@Command(name = "plot")
final class PlotCommand implements CliCommand {
  private static final int SMALLEST = 200;
  private static final int LARGEST = 10_000;
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(s|ms|us|)");

  @Mixin InputOptions input;

  @Option(names = {"-o", "--output"})
  String output;

  @Option(names = "--connection")
  Integer connection;

  @Option(names = "--sender")
  String sender;

  @Option(names = "--subflow")
  Integer subflow;

  @Option(names = "--from")
  String from;

  @Option(names = "--to")
  String to;

  @Option(names = "--window")
  String window;

  @Option(names = "--size", defaultValue = "1200x640")
  String size;

  @Option(names = "--theme", defaultValue = "light")
  String theme;

  /** Kinds of plots. */
  enum Kind {
    DSN,
    TPUT,
    SHARE,
    RTT,
    FLIGHT,
    TSG,
    STEVENS,
    HOL,
    MAP,
    LADDER
  }

  /** Who sent what is drawn. */
  enum Sender {
    INITIATOR,
    LISTENER
  }

  /** Themes. */
  enum Colours {
    LIGHT,
    DARK
  }

  /** What a file can be. */
  enum Suffix {
    SVG,
    PNG,
    CSV,
    XPL
  }

  @Override
  public int run(Terminal terminal) throws CaptureException {
    if (input.files.isEmpty()) {
      throw new UsageException("name a kind of plot and a capture: plot dsn FILE -o OUT");
    }
    // The kind is the first word that is no option.
    Kind kind = Choice.of("kind", input.files.removeFirst(), List.of(Kind.values()));
    Suffix suffix = suffix();
    Optional<Side> side = side();
    Span time = time();
    Theme colours =
        Choice.of("--theme", theme, List.of(Colours.values())) == Colours.DARK
            ? Theme.DARK
            : Theme.LIGHT;
    int[] pixels = pixels();
    CaptureSource capture = input.capture(terminal.in());

    // Read twice: only then it is known which connection is to be kept in memory.
    CaptureSource twice = capture.kept();
    Session session = new Session(terminal, input);
    CaptureReport report =
        Linter.lint(
            twice, new LintOptions(List.of(), List.of(), false, session.trace()), List.of());
    Warnings.print(terminal, List.of(report));
    input.checkKeys(List.of(report));
    input.checkVantage(List.of(report));
    ConnectionSummary chosen = chosen(report);
    if (kind == Kind.LADDER) {
      ladder(twice, session, report, chosen, suffix, colours, pixels[0]);
      return ExitCode.OK;
    }
    Figure figure =
        kind == Kind.DSN
            ? Figure.of(dsn(twice, session, report, chosen, side))
            : other(kind, twice, session, chosen, side, time, pixels[0]);
    write(
        switch (suffix) {
          case SVG -> utf8(new SvgPainter().paint(scene(figure, pixels, kind, time), colours));
          case PNG -> new PngPainter(1).paint(scene(figure, pixels, kind, time), colours);
          case CSV -> utf8(SpecCsv.of(figure));
          case XPL -> utf8(XplotFile.of(figure));
        });
    return ExitCode.OK;
  }

  private void ladder(
      CaptureSource capture,
      Session session,
      CaptureReport report,
      ConnectionSummary chosen,
      Suffix suffix,
      Theme colours,
      int width)
      throws CaptureException {
    LadderCollector collector = new LadderCollector(chosen, report.findings());
    try (FrameSource frames = capture.open()) {
      TraceAnalyzer.run(frames, session.trace(), List.of(collector));
    }
    Ladder ladder = collector.ladder();
    write(
        switch (suffix) {
          case SVG -> utf8(new SvgPainter().paint(ladder.scene(width), colours));
          case PNG -> new PngPainter(1).paint(ladder.scene(width), colours);
          case CSV -> utf8(ladder.csv());
          case XPL -> throw new UsageException(output + ": a ladder is no graph; svg, png or csv");
        });
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The horizontal axis of {@code map} is not time. */
  private static Scene scene(Figure figure, int[] pixels, Kind kind, Span time) {
    return figure.scene(pixels[0], pixels[1], kind == Kind.MAP ? null : time);
  }

  private static PlotSpec dsn(
      CaptureSource capture,
      Session session,
      CaptureReport report,
      ConnectionSummary chosen,
      Optional<Side> side)
      throws CaptureException {
    DsnCollector collector = new DsnCollector(id -> id == chosen.id());
    try (FrameSource frames = capture.open()) {
      TraceAnalyzer.run(frames, session.trace(), List.of(collector));
    }
    DsnSeries series =
        side.flatMap(sender -> collector.series(chosen.id(), sender))
            .or(() -> collector.busier(chosen.id()))
            .orElseThrow();
    return DsnPlot.of(series, PlotFindings.of(report, chosen));
  }

  private Figure other(
      Kind kind,
      CaptureSource capture,
      Session session,
      ConnectionSummary chosen,
      Optional<Side> side,
      Span time,
      int columns)
      throws CaptureException {
    SegmentTables.Kept kept = new SegmentTables.Kept();
    try (FrameSource frames = capture.open()) {
      TraceAnalyzer.run(
          frames, session.trace(), List.of(new SegmentTables(id -> id == chosen.id(), kept)));
    }
    Side busier =
        chosen.dataFromInitiator() >= chosen.dataFromListener() ? Side.INITIATOR : Side.LISTENER;
    PlotRequest request =
        new PlotRequest(
            kept.table(chosen.id()).orElseThrow(),
            side.orElse(busier),
            subflow == null ? 0 : subflow,
            time,
            columns,
            window == null ? 0 : nanos("--window", window));
    SegmentTable table = request.table();
    Side by = request.sender();
    return switch (kind) {
      case TPUT -> Figure.of(ThroughputPlot.throughput(request, Rates.of(table, by)));
      case SHARE -> Figure.of(ThroughputPlot.share(request, Rates.of(table, by)));
      case RTT -> Figure.of(RoundTripPlot.of(request));
      case FLIGHT -> Figure.of(FlightPlot.of(request, Flights.of(table, by)));
      case TSG -> Figure.of(TimeSequencePlot.of(request));
      case STEVENS -> Figure.of(TimeSequencePlot.stevens(request));
      case HOL -> ReorderingPlot.of(request, StreamMetrics.of(table, by));
      case MAP -> Figure.of(MappingPlot.of(request));
      case DSN, LADDER -> throw new IllegalStateException("drawn elsewhere");
    };
  }

  /** Of {@code --sender}; {@code --from} takes its words, too. */
  private Optional<Side> side() {
    boolean word = from != null && !from.isEmpty() && Character.isLetter(from.charAt(0));
    String given = sender != null ? sender : word ? from : null;
    return given == null
        ? Optional.empty()
        : Optional.of(
            Side.valueOf(
                Choice.of(sender != null ? "--sender" : "--from", given, List.of(Sender.values()))
                    .name()));
  }

  /** The part to show, or null for all. */
  private Span time() {
    boolean starts = from != null && !(!from.isEmpty() && Character.isLetter(from.charAt(0)));
    if (!starts && to == null) {
      return null;
    }
    long first = starts ? nanos("--from", from) : 0;
    long last = to == null ? Long.MAX_VALUE : nanos("--to", to);
    if (last <= first) {
      throw new UsageException("--to " + to + ": not behind --from");
    }
    return new Span(first, last);
  }

  /** Seconds, or a number with one of the units s, ms, us. */
  private static long nanos(String option, String text) {
    Matcher parts = DURATION.matcher(text);
    if (!parts.matches()) {
      throw new UsageException(option + " " + text + ": not seconds, such as 0.5 or 200ms");
    }
    int power =
        switch (parts.group(2)) {
          case "ms" -> 6;
          case "us" -> 3;
          default -> 9;
        };
    return new BigDecimal(parts.group(1)).movePointRight(power).longValue();
  }

  private Suffix suffix() {
    if (output == null) {
      throw new UsageException("name a file to write with -o; see mptcpscope plot --help");
    }
    String lower = output.toLowerCase(Locale.ROOT);
    for (Suffix suffix : Suffix.values()) {
      if (lower.endsWith("." + suffix.name().toLowerCase(Locale.ROOT))) {
        return suffix;
      }
    }
    throw new UsageException(output + ": not one of svg, png, csv, xpl");
  }

  private int[] pixels() {
    try {
      String[] sides = size.split("x", -1);
      int width = Integer.parseInt(sides[0]);
      int height = sides.length == 2 ? Integer.parseInt(sides[1]) : -1;
      if (Math.min(width, height) >= SMALLEST && Math.max(width, height) <= LARGEST) {
        return new int[] {width, height};
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number that is out of range.
    }
    throw new UsageException(
        "--size "
            + size
            + ": not WIDTHxHEIGHT in pixels, each from "
            + SMALLEST
            + " to "
            + LARGEST);
  }

  private ConnectionSummary chosen(CaptureReport report) {
    List<ConnectionSummary> all =
        report.connections().stream().map(ConnectionReport::summary).toList();
    if (all.isEmpty()) {
      throw new UsageException(report.file() + ": no MPTCP connection to draw");
    }
    if (connection == null) {
      return all.stream()
          .sorted(Comparator.comparingLong(c -> -(c.dataFromInitiator() + c.dataFromListener())))
          .findFirst()
          .orElseThrow();
    }
    return all.stream()
        .filter(summary -> summary.id() == connection)
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "--connection "
                        + connection
                        + ": "
                        + report.file()
                        + " has "
                        + (all.size() == 1
                            ? "connection " + all.getFirst().id() + " only"
                            : "connections " + all.getFirst().id() + " to " + all.getLast().id())));
  }

  private void write(byte[] picture) {
    Path file = OutputFile.checked(output);
    try {
      Files.write(file, picture);
    } catch (IOException e) {
      throw OutputFile.failed(output, file, e);
    }
  }
}
