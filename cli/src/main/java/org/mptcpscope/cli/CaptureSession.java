package org.mptcpscope.cli;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.CaptureWarning;
import org.mptcpscope.core.capture.LiveCapture;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.Threshold;
import org.mptcpscope.rules.engine.LintOptions;
import org.mptcpscope.rules.engine.Linter;
import org.mptcpscope.rules.report.TextStyle;

/** One live capture: what is told while it goes on, how it ends, and what is said then. */
final class CaptureSession {
  private static final long TICK_MILLIS = 200;

  /** A report of many connections takes its time. */
  private static final long PATIENCE_SECONDS = 60;

  private final CaptureCommand command;
  private final Terminal terminal;
  private final LiveCapture capture;
  private final CaptureNews news;
  private final CountDownLatch over = new CountDownLatch(1);

  CaptureSession(CaptureCommand command, Terminal terminal, LiveCapture capture) {
    this.command = command;
    this.terminal = terminal;
    this.capture = capture;
    // Octets of frames, or a JSON document, and nothing else.
    boolean outIsTaken = command.writesToStandardOutput() || isJson();
    news = new CaptureNews(terminal, capture, command.quiet, command.lint, outIsTaken);
  }

  private boolean isJson() {
    return Choice.of("--format", command.format, List.of(CaptureCommand.Format.values()))
        == CaptureCommand.Format.JSON;
  }

  /** Captures until the end and returns what the program ends with. */
  int run(LintOptions options) throws CaptureException {
    Thread hook = Ending.stopBy(capture::stop, PATIENCE_SECONDS);
    Thread ticker = Thread.ofPlatform().daemon().name("summary").start(this::tick);
    try {
      return say(judge(options, ticker));
    } finally {
      Ending.forget(hook);
    }
  }

  private CaptureReport judge(LintOptions options, Thread ticker) throws CaptureException {
    try {
      return Linter.lint(capture, options, List.of(news), news);
    } finally {
      over.countDown();
      join(ticker);
      news.erase();
    }
  }

  private static void join(Thread ticker) {
    try {
      ticker.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Draws the summary, and ends a capture whose time is over. */
  private void tick() {
    long start = System.nanoTime();
    long end = command.duration == null ? Long.MAX_VALUE : (long) (command.duration * 1e9);
    try {
      long elapsed = 0;
      while (!over.await(Math.min(TICK_MILLIS, millis(end - elapsed)), TimeUnit.MILLISECONDS)) {
        elapsed = System.nanoTime() - start;
        if (elapsed >= end) {
          capture.stop();
        }
        news.draw(elapsed);
        if (news.isUnheard()) {
          capture.stop();
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static long millis(long nanos) {
    return Math.max(1, nanos / 1_000_000);
  }

  private int say(CaptureReport report) {
    capture.ending().ifPresent(why -> warn(why + "; the capture ends here"));
    report.warnings().stream()
        .filter(warning -> !warning.code().equals(CaptureWarning.DROPS))
        .forEach(warning -> warn(warning.message()));
    if (capture.drops().total() > 0) {
      warn(news.lost() + "; what is missing may be among them");
    }
    boolean lost = isWriteLost();
    if (lost) {
      String why = capture.writeFailure().orElseThrow();
      terminal.err().println("mptcpscope: capture: cannot write " + command.write + ": " + why);
    }
    if (command.lint) {
      report(report);
    }
    if (!command.quiet) {
      terminal.err().println("mptcpscope: " + capture.name() + ": " + news.summary());
    }
    Threshold threshold = Choice.of("--fail-on", command.failOn, List.of(Threshold.values()));
    boolean found =
        command.lint
            && report.findings().stream().anyMatch(one -> threshold.isReachedBy(one.severity()));
    return lost ? ExitCode.USAGE : found ? ExitCode.FINDINGS : ExitCode.OK;
  }

  /** Whoever closes the pipe has what he wanted: that ends the capture, and loses nothing. */
  private boolean isWriteLost() {
    return capture.writeFailure().filter(why -> !why.equals(ClosingPipe.CLOSED)).isPresent();
  }

  private void warn(String sentence) {
    terminal.err().println("mptcpscope: warning: " + capture.name() + ": " + sentence);
  }

  private void report(CaptureReport report) {
    Terminal to = command.writesToStandardOutput() ? terminal.toStandardError() : terminal;
    if (isJson()) {
      Output.json(to, List.of(report), true);
      return;
    }
    Terminal.When when = Choice.of("--color", command.color, List.of(Terminal.When.values()));
    Output.text(
        to,
        List.of(report),
        new TextStyle(
            TextStyle.Form.AUTO,
            command.verdicts,
            false,
            command.verbose,
            to.width(),
            Output.ink(to, when)));
  }
}
