package org.mptcpscope.cli;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.export.CaptureCopy.Copied;
import org.mptcpscope.core.export.Extract;
import org.mptcpscope.core.model.ConnectionSummary;
import org.mptcpscope.core.trace.TraceOptions;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.CaptureReport.ConnectionReport;
import org.mptcpscope.rules.api.Finding;
import org.mptcpscope.rules.engine.LintOptions;
import org.mptcpscope.rules.export.ExtractPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes the frames of one connection into a capture of their own. */
@Command(name = "extract")
final class ExtractCommand implements CliCommand {
  private static final Pattern SUBFLOW = Pattern.compile("(\\d{1,9})\\.(\\d{1,9})");

  @Mixin InputOptions input;

  @Option(names = {"-o", "--output"})
  String output;

  @Option(names = "--connection")
  Integer connection;

  @Option(names = "--finding")
  String finding;

  @Option(names = "--subflow")
  String subflow;

  @Option(names = "--advisory")
  boolean advisory;

  @Override
  public int run(Terminal terminal) throws CaptureException {
    long named =
        List.of(connection != null, finding != null, subflow != null).stream()
            .filter(is -> is)
            .count();
    if (named != 1) {
      throw new UsageException(
          "name one of --connection N, --finding K, --subflow N.M; see mptcpscope extract --help");
    }
    Rewriting rewriting = new Rewriting("extract", terminal, input, output);
    TraceOptions trace = rewriting.session().trace();
    CaptureSource capture = rewriting.capture();
    CaptureReport report =
        rewriting.lint(new LintOptions(List.of(), List.of(), advisory, true, trace));
    if (report == null) {
      return rewriting.exitCode();
    }
    ExtractPlan plan = plan(report);
    Extract extract = plan.of(report);
    Copied copied =
        rewriting.write(
            out -> {
              Copied chosen = extract.choose(capture, trace.progress());
              return chosen.stopped()
                  ? chosen
                  : extract.write(
                      capture,
                      out,
                      Version.application(),
                      trace.progress(),
                      List.of(plan.comment(Rewriting.nameOf(report), extract.chosen())));
            });
    if (!copied.stopped()) {
      rewriting.say(
          extract.chosen().cardinality() + " of " + Rewriting.count(copied.frames(), "frame"));
    }
    return rewriting.exitCode();
  }

  private ExtractPlan plan(CaptureReport report) {
    if (connection != null) {
      return ExtractPlan.connection(
          report, known(report, connection, "--connection " + connection).id());
    }
    if (finding != null) {
      return ExtractPlan.finding(report, chosen(report));
    }
    Matcher ids = SUBFLOW.matcher(subflow);
    if (!ids.matches()) {
      throw new UsageException(
          "--subflow " + subflow + ": not CONNECTION.SUBFLOW, such as 0.1 in the report");
    }
    String option = "--subflow " + subflow;
    ConnectionSummary of = known(report, Integer.parseInt(ids.group(1)), option);
    int id = Integer.parseInt(ids.group(2));
    if (of.subflows().stream().noneMatch(one -> one.id() == id)) {
      throw new UsageException(
          option
              + ": connection "
              + of.id()
              + " has "
              + Rewriting.count(of.subflows().size(), "subflow")
              + ", counted from 0");
    }
    return ExtractPlan.subflow(of.id(), id);
  }

  private static ConnectionSummary known(CaptureReport report, int id, String option) {
    List<ConnectionReport> all = report.connections();
    return all.stream()
        .map(ConnectionReport::summary)
        .filter(summary -> summary.id() == id)
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    option
                        + ": "
                        + report.file()
                        + " has "
                        + Rewriting.count(all.size(), "MPTCP connection")
                        + ", counted from 0"));
  }

  /** By its place in the report, from 1, or the first one of a rule. */
  private Finding chosen(CaptureReport report) {
    List<Finding> all = report.findings();
    if (!finding.isEmpty() && finding.chars().allMatch(c -> c >= '0' && c <= '9')) {
      int place = finding.length() > 9 ? 0 : Integer.parseInt(finding);
      if (place < 1 || place > all.size()) {
        throw new UsageException(
            "--finding "
                + finding
                + ": "
                + report.file()
                + " has "
                + Rewriting.count(all.size(), "finding")
                + ", counted from 1");
      }
      return all.get(place - 1);
    }
    return all.stream()
        .filter(one -> one.rule().equals(finding))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "--finding "
                        + finding
                        + ": no finding of this rule in "
                        + report.file()
                        + Suggest.among(
                            finding, all.stream().map(Finding::rule).distinct().toList())));
  }
}
