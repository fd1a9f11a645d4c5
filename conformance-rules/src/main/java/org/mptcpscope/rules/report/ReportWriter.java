package org.mptcpscope.rules.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import org.mptcpscope.rules.api.CaptureReport;

/** Writes the report of {@code lint} in any of its formats. */
public final class ReportWriter {
  private ReportWriter() {}

  /**
   * What reports must know beside the captures.
   *
   * @param version of the program
   * @param style of text; its {@code verdicts} says whether formats for programs tell of what was
   *     not violated
   * @param directory that names of captures are told relative to
   */
  public record Setting(String version, TextStyle style, Path directory) {}

  /** Writes one report; the writer stays open. */
  public static void write(
      ReportFormat format, Writer to, Setting setting, List<CaptureReport> captures)
      throws IOException {
    switch (format) {
      case TEXT, ONELINE -> text(to, setting.style(), captures);
      case JSON -> JsonReport.write(to, setting.version(), captures, true);
      case JSONL -> JsonReport.writeLines(to, captures);
      case SARIF -> SarifReport.write(to, setting, captures);
      case JUNIT -> JunitReport.write(to, setting, captures);
      case GITHUB -> GithubReport.write(to, captures);
      case MARKDOWN -> MarkdownReport.write(to, captures);
      case CSV -> CsvReport.write(to, captures);
    }
    to.flush();
  }

  private static void text(Writer to, TextStyle style, List<CaptureReport> captures) {
    TextReport.write(
        captures,
        style,
        line -> {
          try {
            to.write(line);
            to.write('\n');
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
