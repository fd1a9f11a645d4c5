package org.mptcpscope.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.trace.TraceObserver;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.engine.LintOptions;
import org.mptcpscope.rules.engine.Linter;

/**
 * Judges many captures, each on one thread, and gives the reports in the order of the captures. An
 * interrupt (Ctrl-C) ends the capture in hand without a verdict; the finished ones are reported.
 */
final class CaptureRuns {
  private final Progress progress;
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final AtomicInteger begun = new AtomicInteger();

  CaptureRuns(Progress progress) {
    this.progress = progress;
  }

  /** Makes the pass stop at its next look at {@link #goOn}. */
  void stop() {
    stopped.set(true);
  }

  boolean goOn() {
    return !stopped.get();
  }

  /** True if {@link #stop} was called: the last reports may be missing. */
  boolean isStopped() {
    return stopped.get();
  }

  /**
   * One capture to judge.
   *
   * @param extras others that hear the pass, too
   * @param review what becomes of its report
   */
  record Task(
      CaptureSource capture,
      LintOptions options,
      List<TraceObserver> extras,
      UnaryOperator<CaptureReport> review) {}

  /** The reports, in order; a capture that was stopped has none. */
  List<CaptureReport> lint(List<Task> captures) {
    int threads = Math.min(captures.size(), Runtime.getRuntime().availableProcessors());
    if (threads <= 1) {
      return captures.stream().map(c -> one(c, captures.size())).filter(r -> r != null).toList();
    }
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      Collection<Callable<CaptureReport>> tasks = new ArrayList<>();
      captures.forEach(c -> tasks.add(() -> one(c, captures.size())));
      List<CaptureReport> reports = new ArrayList<>();
      for (Future<CaptureReport> done : pool.invokeAll(tasks)) {
        CaptureReport report = get(done);
        if (report != null) {
          reports.add(report);
        }
      }
      return reports;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  private static CaptureReport get(Future<CaptureReport> done) throws InterruptedException {
    try {
      return done.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        default -> throw new IllegalStateException(e.getCause());
      }
    }
  }

  private CaptureReport one(Task task, int of) {
    CaptureSource capture = task.capture;
    if (!goOn()) {
      return null;
    }
    int number = begun.incrementAndGet();
    if (of > 1) {
      progress.next(number, of, capture.name());
    }
    try {
      CaptureReport report = Linter.lint(capture, task.options, task.extras);
      return goOn() ? task.review.apply(report) : null;
    } catch (CaptureException e) {
      return CaptureReport.unreadable(capture.name(), e.asWarning());
    }
  }
}
