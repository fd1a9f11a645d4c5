package org.mptcpscope.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.Threshold;
import org.mptcpscope.rules.config.Baseline;
import org.mptcpscope.rules.config.ConfigException;
import org.mptcpscope.rules.config.Configs;
import org.mptcpscope.rules.config.Demand;
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

  @Option(names = "--fail-on")
  String failOn;

  @Option(names = "--strict")
  boolean strict;

  @Option(names = "--config")
  String config;

  @Option(names = "--no-config")
  boolean noConfig;

  @Option(names = "--require", split = ",")
  List<String> require = new ArrayList<>();

  @Option(names = "--baseline")
  String baseline;

  @Option(names = "--write-baseline")
  String writeBaseline;

  @Option(names = "--expect")
  boolean expect;

  @Override
  public int run(Terminal terminal) throws CaptureException {
    ReportFormat shape = Choice.of("--format", format, List.of(ReportFormat.values()));
    List<ReportFile> files = outputs.stream().map(ReportFile::of).toList();
    Reviewing reviewing = reviewing();
    Path newBaseline = writeBaseline == null ? null : newBaseline(writeBaseline);
    Session session = new Session(terminal, input);
    boolean json =
        shape == ReportFormat.JSON
            || files.stream().anyMatch(file -> file.format() == ReportFormat.JSON);
    boolean listed = json && !noConnections;
    LintOptions options = new LintOptions(select, ignore, advisory, listed, session.trace());
    Linter.check(options);
    List<CaptureReport> reports =
        follow
            ? session.follow(input.followed(), options, reviewing, shape == ReportFormat.TEXT)
            : session.lint(input.captures(terminal.in(), session::goOn), options, reviewing);
    ReportWriter.Setting setting =
        new ReportWriter.Setting(Version.number(), style(terminal, shape), Path.of(""));
    for (ReportFile file : files) {
      file.write(setting, reports);
    }
    boolean again = !follow && !input.merge && input.filter.isEmpty();
    Output.report(
        terminal,
        shape,
        setting,
        reports,
        report -> again ? TimeLost.in(report, session.trace()) : List.of());
    if (newBaseline == null) {
      return session.exitCode(reports, strict, reports.stream().anyMatch(CaptureReport::fails));
    }
    boolean unmet = reports.stream().anyMatch(report -> !report.review().unmet().isEmpty());
    int code = session.exitCode(reports, strict, unmet);
    writeBaseline(terminal, newBaseline, reports, code);
    return code;
  }

  /** A file that is there is written anew if it is a baseline, and nothing else is. */
  private static Path newBaseline(String name) {
    Path file = OutputFile.checked(name);
    if (Files.exists(file)) {
      try {
        Baseline.read(file);
      } catch (ConfigException _) {
        throw new UsageException(
            "cannot write " + name + ": is there and no baseline; remove it or name another");
      }
    }
    return file;
  }

  /**
   * What was not judged would be new the next time: only a run that saw everything is a baseline.
   */
  private void writeBaseline(Terminal terminal, Path file, List<CaptureReport> reports, int code) {
    if (code == ExitCode.USAGE || code == ExitCode.INTERRUPTED) {
      terminal.err().println("mptcpscope: " + writeBaseline + ": not written, not all was judged");
      return;
    }
    try {
      long count = Baseline.write(file, reports);
      String findings = count + (count == 1 ? " finding" : " findings");
      terminal.err().println("mptcpscope: " + writeBaseline + ": " + findings + " written");
    } catch (IOException e) {
      throw OutputFile.failed(writeBaseline, file, e);
    }
  }

  private Reviewing reviewing() {
    Configs configs = configs();
    if (expect && (input.merge || follow)) {
      throw new UsageException("--expect goes with neither --merge nor --follow");
    }
    Baseline known =
        baseline == null ? null : Baseline.read(InputFile.path("--baseline", baseline));
    return new Reviewing(configs, known, expect);
  }

  private Configs configs() {
    Threshold threshold =
        failOn == null ? null : Choice.of("--fail-on", failOn, List.of(Threshold.values()));
    List<Demand> demands =
        require.stream()
            .map(word -> Choice.of("--require", word, List.of(Demand.values())))
            .toList();
    if (noConfig && config != null) {
      throw new UsageException("--config and --no-config exclude each other; name one of them");
    }
    if (config != null) {
      return Configs.of(InputFile.path("--config", config), threshold, demands);
    }
    return noConfig ? Configs.none(threshold, demands) : Configs.search(threshold, demands);
  }

  private TextStyle style(Terminal terminal, ReportFormat shape) {
    TextStyle.Form form =
        shape == ReportFormat.ONELINE
            ? TextStyle.Form.ONELINE
            : full ? TextStyle.Form.BLOCKS : brief ? TextStyle.Form.LINES : TextStyle.Form.AUTO;
    return new TextStyle(
        form, verdicts, all, input.verbose, terminal.width(), Output.ink(terminal, input.color()));
  }
}
