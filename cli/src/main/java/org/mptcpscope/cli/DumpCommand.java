package org.mptcpscope.cli;

import java.util.List;
import org.mptcpscope.core.TraceAnalyzer;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.capture.FrameSource;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.engine.LintOptions;
import org.mptcpscope.rules.engine.Linter;
import org.mptcpscope.rules.report.DumpReport;
import org.mptcpscope.rules.report.Ink;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Prints a capture segment by segment. It is read twice: the second time each frame is known to be
 * evidence or not.
 */
@Command(name = "dump")
final class DumpCommand implements CliCommand {
  @Mixin InputOptions input;

  @Option(names = {"-r", "--raw"})
  boolean raw;

  @Option(names = "--tcp")
  boolean tcp;

  @Override
  public int run(Terminal terminal) throws CaptureException {
    CaptureSource capture = input.capture(terminal.in()).kept();
    CaptureReport report =
        Linter.lint(
            capture,
            new LintOptions(List.of(), List.of(), false, input.trace((o, s, f) -> true)),
            List.of());
    input.checkKeys(List.of(report));
    input.checkVantage(List.of(report));
    Ink ink = Output.ink(terminal, input.color());
    DumpReport dump =
        new DumpReport(
            new DumpReport.Style(input.verbose, raw, tcp, ink),
            report.findings(),
            terminal.out()::println);
    try (FrameSource frames = capture.open()) {
      TraceAnalyzer.run(
          frames, input.trace((o, s, f) -> !terminal.out().checkError()), List.of(dump));
    }
    dump.finish();
    Warnings.print(terminal, List.of(report));
    return ExitCode.OK;
  }
}
