package org.mptcpscope.cli;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.compare.Comparison;
import org.mptcpscope.core.compare.Tap;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.engine.LintOptions;
import org.mptcpscope.rules.report.CompareReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the path between two captures did. */
@Command(name = "compare")
final class CompareCommand implements CliCommand {
  private static final int TWO = 2;

  @Mixin InputOptions input;

  @Option(names = "--format", defaultValue = "text")
  String format;

  /** Shapes of the comparison. */
  enum Format {
    TEXT,
    JSON
  }

  @Override
  public int run(Terminal terminal) throws CaptureException {
    Format shape = Choice.of("--format", format, List.of(Format.values()));
    Session session = new Session(terminal, input);
    List<CaptureSource> captures = new ArrayList<>();
    for (CaptureSource capture : input.captures(terminal.in(), session::goOn)) {
      captures.add(capture.kept());
    }
    if (captures.size() != TWO) {
      throw new UsageException("name two captures: compare CLIENT SERVER");
    }
    List<CaptureReport> reports =
        session.lint(captures, new LintOptions(List.of(), List.of(), false, session.trace()));
    int code = session.exitCode(reports, false, false);
    if (code != ExitCode.OK) {
      return code;
    }
    Comparison both = Comparison.of(Tap.read(captures.getFirst()), Tap.read(captures.getLast()));
    CompareReport report = new CompareReport(both, reports.getFirst(), reports.getLast());
    if (shape == Format.TEXT) {
      report.text(input.verbose, terminal.out()::println);
      return ExitCode.OK;
    }
    try {
      report.json(new OutputStreamWriter(terminal.out(), StandardCharsets.UTF_8), Version.number());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ExitCode.OK;
  }
}
