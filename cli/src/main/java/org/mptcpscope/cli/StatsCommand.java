package org.mptcpscope.cli;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.metric.ConnectionMetrics;
import org.mptcpscope.core.metric.SegmentTables;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.engine.LintOptions;
import org.mptcpscope.rules.report.CaptureStats;
import org.mptcpscope.rules.report.StatsDocument;
import org.mptcpscope.rules.report.StatsReport;
import org.mptcpscope.rules.report.TextStyle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What each subflow carried, and what cost time or octets. */
@Command(name = "stats")
final class StatsCommand implements CliCommand {
  @Mixin InputOptions input;

  @Option(names = "--format", defaultValue = "text")
  String format;

  @Option(names = "--connection")
  Integer connection;

  @Option(names = "--observations")
  boolean observations;

  @Option(names = "--strict")
  boolean strict;

  /** Shapes of the numbers. */
  enum Format {
    TEXT,
    JSON,
    CSV
  }

  @Override
  public int run(Terminal terminal) throws CaptureException {
    Format shape = Choice.of("--format", format, List.of(Format.values()));
    Session session = new Session(terminal, input);
    List<CaptureSource> captures = input.captures(terminal.in(), session::goOn);
    LintOptions options = new LintOptions(List.of(), List.of(), false, session.trace());
    Map<String, List<ConnectionMetrics>> measured = new ConcurrentHashMap<>();
    List<CaptureReport> reports =
        session.lint(
            captures,
            options,
            capture -> {
              List<ConnectionMetrics> into = new ArrayList<>();
              measured.put(capture.name(), into);
              return List.of(
                  new SegmentTables(
                      id -> connection == null || id == connection,
                      table -> into.add(ConnectionMetrics.of(table).totals())));
            });
    List<CaptureStats> stats = new ArrayList<>();
    for (CaptureReport report : reports) {
      List<ConnectionMetrics> of = new ArrayList<>(measured.getOrDefault(report.file(), List.of()));
      of.sort(Comparator.comparingInt(one -> one.summary().id()));
      stats.add(new CaptureStats(report, of));
    }
    write(terminal, shape, stats);
    return session.exitCode(reports, strict, false);
  }

  private void write(Terminal terminal, Format shape, List<CaptureStats> stats) {
    if (shape == Format.TEXT) {
      TextStyle style =
          new TextStyle(
              TextStyle.Form.AUTO,
              false,
              false,
              input.verbose,
              terminal.width(),
              Output.ink(terminal, input.color()));
      StatsReport.write(stats, style, observations, terminal.out()::println);
      return;
    }
    Writer to = new OutputStreamWriter(terminal.out(), StandardCharsets.UTF_8);
    try {
      if (shape == Format.JSON) {
        StatsDocument.json(to, Version.number(), stats);
      } else {
        StatsDocument.csv(to, stats);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
