package org.mptcpscope.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mptcpscope.core.TraceAnalyzer;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.capture.FrameSource;
import org.mptcpscope.core.model.ConnectionSummary;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.plot.DsnCollector;
import org.mptcpscope.core.plot.DsnPlot;
import org.mptcpscope.core.plot.DsnSeries;
import org.mptcpscope.core.plot.Layout;
import org.mptcpscope.core.plot.PlotSpec;
import org.mptcpscope.core.plot.Scene;
import org.mptcpscope.core.plot.SvgPainter;
import org.mptcpscope.core.plot.Theme;
import org.mptcpscope.core.plot.Viewport;
import org.mptcpscope.core.plot.png.PngPainter;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.CaptureReport.ConnectionReport;
import org.mptcpscope.rules.engine.LintOptions;
import org.mptcpscope.rules.engine.Linter;
import org.mptcpscope.rules.report.PlotFindings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Draws one direction of a connection into a file. */
@Command(name = "plot")
final class PlotCommand implements CliCommand {
  private static final int SMALLEST = 200;
  private static final int LARGEST = 10_000;

  @Mixin InputOptions input;

  @Option(names = {"-o", "--output"})
  String output;

  @Option(names = "--connection")
  Integer connection;

  @Option(names = "--from")
  String from;

  @Option(names = "--size", defaultValue = "1200x640")
  String size;

  @Option(names = "--theme", defaultValue = "light")
  String theme;

  /** Kinds of plots. */
  enum Kind {
    DSN
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
    PNG
  }

  @Override
  public int run(Terminal terminal) throws CaptureException {
    if (input.files.isEmpty()) {
      throw new UsageException("name a kind of plot and a capture: plot dsn FILE -o OUT");
    }
    // The kind is the first word that is no option.
    Choice.of("kind", input.files.removeFirst(), List.of(Kind.values()));
    Suffix suffix = suffix();
    Optional<Side> sender =
        from == null
            ? Optional.empty()
            : Optional.of(Side.valueOf(Choice.of("--from", from, List.of(Sender.values())).name()));
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
    DsnCollector collector = new DsnCollector(id -> id == chosen.id());
    try (FrameSource frames = twice.open()) {
      TraceAnalyzer.run(frames, session.trace(), List.of(collector));
    }
    DsnSeries series =
        sender
            .flatMap(side -> collector.series(chosen.id(), side))
            .or(() -> collector.busier(chosen.id()))
            .orElseThrow();
    PlotSpec spec = DsnPlot.of(series, PlotFindings.of(report, chosen));
    Scene scene = Layout.of(spec, Viewport.whole(spec, pixels[0], pixels[1]));
    write(
        switch (suffix) {
          case SVG -> new SvgPainter().paint(scene, colours).getBytes(StandardCharsets.UTF_8);
          case PNG -> new PngPainter(1).paint(scene, colours);
        });
    return ExitCode.OK;
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
    throw new UsageException(output + ": not one of svg, png");
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
