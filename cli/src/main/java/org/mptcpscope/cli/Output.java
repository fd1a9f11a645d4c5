package org.mptcpscope.cli;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.mptcpscope.core.metric.Observation;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.report.ConnectionsReport;
import org.mptcpscope.rules.report.Ink;
import org.mptcpscope.rules.report.JsonReport;
import org.mptcpscope.rules.report.ReportFormat;
import org.mptcpscope.rules.report.ReportWriter;
import org.mptcpscope.rules.report.TextReport;
import org.mptcpscope.rules.report.TextStyle;

/** Hands reports to their writers; a closed standard output ends the program silently. */
final class Output {
  private Output() {}

  /** Prints a text report. Captures of which nothing could be read are named on standard error. */
  static void text(Terminal terminal, List<CaptureReport> reports, TextStyle style) {
    text(terminal, reports, style, _ -> List.of());
  }

  private static void text(
      Terminal terminal,
      List<CaptureReport> reports,
      TextStyle style,
      Function<CaptureReport, List<Observation>> observations) {
    TextReport.write(reports, style, observations, terminal.out()::println);
  }

  static void connections(Terminal terminal, List<CaptureReport> reports, TextStyle style) {
    ConnectionsReport.write(reports, style, terminal.out()::println);
  }

  /** Prints the report of {@code lint} in any format; text asks for what cost time, too. */
  static void report(
      Terminal terminal,
      ReportFormat format,
      ReportWriter.Setting setting,
      List<CaptureReport> reports,
      Function<CaptureReport, List<Observation>> observations) {
    if (format == ReportFormat.TEXT || format == ReportFormat.ONELINE) {
      text(terminal, reports, setting.style(), observations);
      return;
    }
    try {
      ReportWriter.write(format, writer(terminal.out()), setting, reports);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Prints the JSON document. */
  static void json(Terminal terminal, List<CaptureReport> reports, boolean findings) {
    try {
      JsonReport.write(writer(terminal.out()), Version.number(), reports, findings);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Writer writer(PrintStream out) {
    return new OutputStreamWriter(out, StandardCharsets.UTF_8);
  }

  static Ink ink(Terminal terminal, Terminal.When when) {
    return terminal.colour(when) ? Ink.ANSI : Ink.PLAIN;
  }
}
