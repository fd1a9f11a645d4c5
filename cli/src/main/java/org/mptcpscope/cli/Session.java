package org.mptcpscope.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.mptcpscope.cli.CaptureRuns.Task;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.capture.CaptureWarning;
import org.mptcpscope.core.capture.FollowedCapture;
import org.mptcpscope.core.export.CaptureCopy.Copied;
import org.mptcpscope.core.trace.TraceObserver;
import org.mptcpscope.core.trace.TraceOptions;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.config.CapturePolicy;
import org.mptcpscope.rules.engine.LintOptions;
import org.mptcpscope.rules.engine.Linter;

/** One run over captures: progress, interrupt, warnings and the exit code that follows. */
final class Session {
  private static final Set<String> DAMAGE =
      Set.of(CaptureWarning.TRUNCATED, CaptureWarning.DAMAGED);

  private static final long PATIENCE_SECONDS = 5;

  /** A report of many connections takes its time. */
  private static final long FOLLOW_PATIENCE_SECONDS = 60;

  private final Terminal terminal;
  private final InputOptions input;
  private final Progress progress;
  private final CaptureRuns runs;
  private boolean single;
  private String name = "";

  Session(Terminal terminal, InputOptions input) {
    this.terminal = terminal;
    this.input = input;
    this.progress = new Progress(terminal, input.quiet);
    this.runs = new CaptureRuns(progress);
  }

  TraceOptions trace() {
    return input.trace(
        (octets, size, frames) -> {
          if (single) {
            progress.reading(name, octets, size, frames);
          }
          return runs.goOn();
        });
  }

  /** Whether nobody wants the run to end (Ctrl-C). */
  boolean goOn() {
    return runs.goOn();
  }

  /** Judges the captures and says on standard error what was wrong with them. */
  List<CaptureReport> lint(List<CaptureSource> captures, LintOptions options) {
    return lint(captures, options, _ -> List.of());
  }

  /** The same; others hear the pass over each capture, too. */
  List<CaptureReport> lint(
      List<CaptureSource> captures,
      LintOptions options,
      Function<CaptureSource, List<TraceObserver>> extras) {
    return lint(
        captures.stream()
            .map(one -> new Task(one, options, extras.apply(one), UnaryOperator.identity()))
            .toList());
  }

  /** The same as people want it who said something beforehand. */
  List<CaptureReport> lint(List<CaptureSource> captures, LintOptions options, Reviewing reviewing) {
    return lint(reviewing.tasks(captures, input.files, options));
  }

  private List<CaptureReport> lint(List<Task> captures) {
    single = captures.size() == 1;
    name = captures.getFirst().capture().name();
    Thread hook = Ending.stopBy(runs::stop, PATIENCE_SECONDS);
    List<CaptureReport> reports = runs.lint(captures);
    Ending.forget(hook);
    progress.erase();
    if (runs.isStopped() && reports.size() < captures.size()) {
      terminal
          .err()
          .println(
              "mptcpscope: stopped in "
                  + captures.get(reports.size()).capture().name()
                  + ", which is not judged");
    }
    input.checkKeys(reports);
    Warnings.print(terminal, reports);
    input.checkVantage(reports);
    return reports;
  }

  /** What copies a capture. */
  @FunctionalInterface
  interface Copying {
    Copied run() throws CaptureException;
  }

  /** Copies a capture that was judged before, and says if somebody stopped that. */
  Copied copy(Copying copying, String to) throws CaptureException {
    Thread hook = Ending.stopBy(runs::stop, PATIENCE_SECONDS);
    try {
      Copied copied = copying.run();
      progress.erase();
      if (copied.stopped()) {
        terminal.err().println("mptcpscope: stopped in " + name + ", " + to + " is not written");
      }
      return copied;
    } finally {
      progress.erase();
      Ending.forget(hook);
    }
  }

  /**
   * Judges a file that grows, until somebody ends it (Ctrl-C), which is its normal end. Findings
   * are told as they happen, on standard output if {@code onOut}.
   *
   * @throws CaptureException if nothing of it can be read
   */
  List<CaptureReport> follow(
      FollowedCapture capture, LintOptions options, Reviewing reviewing, boolean onOut)
      throws CaptureException {
    CapturePolicy policy = reviewing.policy(capture.name());
    Task task = reviewing.tasks(List.of(capture), List.of(), options).getFirst();
    PrintStream to = onOut ? terminal.out() : terminal.err();
    FindingLines lines =
        new FindingLines(
            capture.name(),
            policy,
            line -> {
              to.println(line);
              to.flush();
            });
    Thread hook = Ending.stopBy(capture::stop, FOLLOW_PATIENCE_SECONDS);
    List<CaptureReport> reports;
    try {
      reports =
          List.of(task.review().apply(Linter.lint(capture, task.options(), List.of(), lines)));
    } finally {
      Ending.forget(hook);
    }
    input.checkKeys(reports);
    Warnings.print(terminal, reports);
    input.checkVantage(reports);
    return reports;
  }

  int exitCode(List<CaptureReport> reports, boolean strict, boolean found) {
    if (runs.isStopped()) {
      return ExitCode.INTERRUPTED;
    }
    boolean unread = reports.stream().anyMatch(report -> !report.readable());
    boolean damaged =
        reports.stream()
            .flatMap(report -> report.warnings().stream())
            .anyMatch(warning -> DAMAGE.contains(warning.code()));
    if (unread || (strict && damaged)) {
      return ExitCode.USAGE;
    }
    return found ? ExitCode.FINDINGS : ExitCode.OK;
  }
}
