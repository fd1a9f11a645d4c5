package org.mptcpscope.cli;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.report.RulesReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists the rules. */
@Command(name = "rules")
final class RulesCommand implements CliCommand {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true)
  boolean help;

  @Option(names = "--format", defaultValue = "text")
  String format;

  @Parameters(arity = "0..*")
  List<String> names = new ArrayList<>();

  @Override
  public int run(Terminal terminal) {
    Format shape = Choice.of("--format", format, List.of(Format.values()));
    List<RuleSpec> specs = RulesReport.named(names);
    if (shape == Format.TEXT) {
      RulesReport.write(specs, terminal.out()::println);
      return ExitCode.OK;
    }
    try {
      RulesReport.writeJson(
          new OutputStreamWriter(terminal.out(), StandardCharsets.UTF_8), Version.number(), specs);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ExitCode.OK;
  }

  /** Shapes of the list. */
  enum Format {
    TEXT,
    JSON
  }
}
