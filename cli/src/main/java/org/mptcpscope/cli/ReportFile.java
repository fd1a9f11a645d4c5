package org.mptcpscope.cli;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.report.ReportFormat;
import org.mptcpscope.rules.report.ReportWriter;

/** A file that a report is written to, in the format that its name chooses. */
record ReportFile(String name, Path path, ReportFormat format) {

  /**
   * The file of this name, which need not be there; its directory must.
   *
   * @throws UsageException before anything is read, if it could not be written afterwards
   */
  static ReportFile of(String name) {
    ReportFormat format =
        ReportFormat.ofFile(name)
            .orElseThrow(
                () ->
                    new UsageException(
                        "--output " + name + ": ends in none of " + ReportFormat.suffixes()));
    return new ReportFile(name, OutputFile.checked(name), format);
  }

  /** Writes the report. */
  void write(ReportWriter.Setting setting, List<CaptureReport> reports) {
    ReportWriter.Setting onPaper =
        new ReportWriter.Setting(setting.version(), setting.style().onPaper(), setting.directory());
    try (Writer out = Files.newBufferedWriter(path, StandardCharsets.UTF_8)) {
      ReportWriter.write(format, out, onPaper, reports);
    } catch (IOException e) {
      throw OutputFile.failed(name, path, e);
    }
  }
}
