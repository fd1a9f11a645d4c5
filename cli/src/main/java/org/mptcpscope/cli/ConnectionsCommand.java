package org.mptcpscope.cli;

import java.util.List;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.engine.LintOptions;
import org.mptcpscope.rules.report.TextStyle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Who talked, over which subflows. */
@Command(name = "connections")
final class ConnectionsCommand implements CliCommand {
  @Mixin InputOptions input;

  @Option(names = "--format", defaultValue = "text")
  String format;

  @Option(names = "--strict")
  boolean strict;

  @Override
  public int run(Terminal terminal) throws CaptureException {
    Format shape = Choice.of("--format", format, List.of(Format.values()));
    Session session = new Session(terminal, input);
    List<CaptureSource> captures = input.captures(terminal.in(), session::goOn);
    LintOptions options = new LintOptions(List.of(), List.of(), false, session.trace());
    List<CaptureReport> reports = session.lint(captures, options);
    if (shape == Format.JSON) {
      Output.json(terminal, reports, false);
    } else {
      TextStyle style =
          new TextStyle(
              TextStyle.Form.AUTO,
              false,
              false,
              input.verbose,
              terminal.width(),
              Output.ink(terminal, input.color()));
      Output.connections(terminal, reports, style);
    }
    return session.exitCode(reports, strict, false);
  }

  /** Shapes of the table. */
  enum Format {
    TEXT,
    JSON
  }
}
