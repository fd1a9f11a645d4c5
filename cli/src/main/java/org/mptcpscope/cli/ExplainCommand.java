package org.mptcpscope.cli;

import java.util.List;
import org.mptcpscope.rules.report.ExplainReport;
import org.mptcpscope.rules.report.TextStyle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints the page of a rule or requirement. */
@Command(name = "explain")
final class ExplainCommand implements CliCommand {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true)
  boolean help;

  @Option(names = "--color", defaultValue = "auto")
  String color;

  @Parameters(arity = "0..1")
  String name;

  @Override
  public int run(Terminal terminal) {
    if (name == null) {
      throw new UsageException("name a rule or a requirement; mptcpscope rules lists them");
    }
    Terminal.When when = Choice.of("--color", color, List.of(Terminal.When.values()));
    TextStyle style =
        new TextStyle(
            TextStyle.Form.AUTO, false, false, false, terminal.width(), Output.ink(terminal, when));
    ExplainReport.write(name, style, terminal.out()::println);
    return ExitCode.OK;
  }
}
