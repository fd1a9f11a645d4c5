package org.mptcpscope.cli;

import java.util.List;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.export.CaptureCopy.Copied;
import org.mptcpscope.core.trace.TraceObserver;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.engine.LintOptions;

/** One run of a command that reads a capture, more than once, and writes another one from it. */
final class Rewriting {
  private final String command;
  private final Terminal terminal;
  private final InputOptions input;
  private final Session session;
  private final String output;
  private CaptureSource capture;
  private WrittenCapture written;
  private List<CaptureReport> reports = List.of();

  Rewriting(String command, Terminal terminal, InputOptions input, String output) {
    this.command = command;
    this.terminal = terminal;
    this.input = input;
    this.output = output;
    session = new Session(terminal, input);
  }

  Session session() {
    return session;
  }

  /**
   * The one capture named, so that it can be read again: a stream is kept in memory.
   *
   * @throws UsageException if it or what is to be written is not named as it must be
   */
  CaptureSource capture() throws CaptureException {
    if (input.merge || !input.filter.isEmpty() || !input.reader.equals("native")) {
      throw new UsageException("takes a whole file: neither --merge nor --filter nor --reader");
    }
    CaptureSource named = input.capture(terminal.in());
    written = WrittenCapture.checked(command, output, named.name());
    capture = named.kept();
    return capture;
  }

  /** Judges it; null if nothing of it can be read, which is said, or if that was stopped. */
  CaptureReport lint(LintOptions options) {
    return lint(options, List.of());
  }

  /** The same; {@code extras} hear the pass. */
  CaptureReport lint(LintOptions options, List<TraceObserver> extras) {
    reports = session.lint(List.of(capture), options, _ -> extras);
    return reports.isEmpty() || !reports.getFirst().readable() ? null : reports.getFirst();
  }

  /** Writes the other capture. */
  Copied write(WrittenCapture.Writing writing) throws CaptureException {
    return session.copy(() -> written.write(writing), output);
  }

  /** Says what became of it. */
  void say(String what) {
    // Into a pipe the capture goes alone: it may be standard output.
    if (!input.quiet && !written.isStream()) {
      terminal.out().println(output + ": " + what);
    }
  }

  /** {@code 1 frame}, {@code 3 frames}. */
  static String count(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  /** The name of a capture without the folders that it lies in. */
  static String nameOf(CaptureReport report) {
    String file = report.file();
    return file.equals("-") ? "standard input" : file.substring(file.lastIndexOf('/') + 1);
  }

  int exitCode() {
    return session.exitCode(reports, false, false);
  }
}
