package org.mptcpscope.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.Severity;
import org.mptcpscope.rules.engine.LintOptions;
import org.mptcpscope.rules.engine.Linter;
import org.mptcpscope.rules.report.ReportFormat;
import org.mptcpscope.rules.report.ReportWriter;
import org.mptcpscope.rules.report.TextStyle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Judges captures. */
@Command(name = "lint")
final class LintCommand implements CliCommand {
  @Mixin InputOptions input;

  @Option(names = "--select", split = ",")
  List<String> select = new ArrayList<>();

  @Option(names = "--ignore", split = ",")
  List<String> ignore = new ArrayList<>();

  @Option(names = "--advisory")
  boolean advisory;

  @Option(names = "--format", defaultValue = "text")
  String format;

  @Option(names = {"-o", "--output"})
  List<String> outputs = new ArrayList<>();

  @Option(names = "--verdicts")
  boolean verdicts;

  @Option(names = "--full")
  boolean full;

  @Option(names = "--short")
  boolean brief;

  @Option(names = "--all")
  boolean all;

  @Option(names = "--no-connections")
  boolean noConnections;

  @Option(names = "--follow")
  boolean follow;

  @Option(names = "--fail-on", defaultValue = "error")
  String failOn;

  @Option(names = "--strict")
  boolean strict;

  @Override
  public int run(Terminal terminal) throws CaptureException {
    ReportFormat shape = Choice.of("--format", format, List.of(ReportFormat.values()));
    List<ReportFile> files = outputs.stream().map(ReportFile::of).toList();
    FailOn threshold = Choice.of("--fail-on", failOn, List.of(FailOn.values()));
    Session session = new Session(terminal, input);
    boolean json =
        shape == ReportFormat.JSON
            || files.stream().anyMatch(file -> file.format() == ReportFormat.JSON);
    boolean listed = json && !noConnections;
    LintOptions options = new LintOptions(select, ignore, advisory, listed, session.trace());
    Linter.check(options);
    List<CaptureReport> reports =
        follow
            ? session.follow(input.followed(), options, shape == ReportFormat.TEXT)
            : session.lint(input.captures(terminal.in(), session::goOn), options);
    ReportWriter.Setting setting =
        new ReportWriter.Setting(
            Version.number(), style(terminal, shape), threshold.from, Path.of(""));
    for (ReportFile file : files) {
      file.write(setting, reports);
    }
    Output.report(terminal, shape, setting, reports);
    return session.exitCode(reports, strict, threshold.reachedBy(reports));
  }

  private TextStyle style(Terminal terminal, ReportFormat shape) {
    TextStyle.Form form =
        shape == ReportFormat.ONELINE
            ? TextStyle.Form.ONELINE
            : full ? TextStyle.Form.BLOCKS : brief ? TextStyle.Form.LINES : TextStyle.Form.AUTO;
    return new TextStyle(
        form, verdicts, all, input.verbose, terminal.width(), Output.ink(terminal, input.color()));
  }

  /** From which severity on the program fails. */
  enum FailOn {
    ERROR(Severity.ERROR),
    WARNING(Severity.WARNING),
    NOTE(Severity.NOTE),
    NEVER(null);

    private final Severity from;

    FailOn(Severity from) {
      this.from = from;
    }

    boolean reachedBy(List<CaptureReport> reports) {
      return from != null
          && reports.stream()
              .flatMap(report -> report.findings().stream())
              .anyMatch(finding -> finding.severity().compareTo(from) >= 0);
    }
  }
}
