package org.mptcpscope.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.mptcpscope.core.TraceAnalyzer;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.capture.FrameSource;
import org.mptcpscope.core.metric.ConnectionMetrics;
import org.mptcpscope.core.metric.Observation;
import org.mptcpscope.core.metric.SegmentTables;
import org.mptcpscope.core.trace.TraceOptions;
import org.mptcpscope.rules.api.CaptureReport;

/**
 * What cost most time in a capture in which nobody broke a rule. It takes a second look at the
 * file, so only small ones have it; {@code stats} looks at any.
 */
final class TimeLost {
  private static final long LARGEST = 16L << 20;
  private static final int MOST = 3;

  /** What costs less of a connection's life is not worth a line of {@code lint}. */
  private static final double LEAST_SHARE = 0.05;

  /** Nor what nobody would feel, in nanoseconds. */
  private static final long LEAST = 100_000_000L;

  private TimeLost() {}

  /** Returns the costliest observations of a capture, none if it cannot be read again. */
  static List<Observation> in(CaptureReport report, TraceOptions options) {
    if (report.totals().count() == 0 || !isSmallFile(report.file())) {
      return List.of();
    }
    List<Observation> found = new ArrayList<>();
    SegmentTables tables =
        new SegmentTables(
            _ -> true,
            table -> {
              ConnectionMetrics metrics = ConnectionMetrics.of(table);
              metrics.observations().stream()
                  .filter(seen -> seen.time() >= LEAST)
                  .filter(seen -> seen.time() > table.end() * LEAST_SHARE)
                  .forEach(found::add);
            });
    try (FrameSource frames = CaptureSource.file(Path.of(report.file())).open()) {
      TraceAnalyzer.run(frames, options, List.of(tables));
    } catch (CaptureException e) {
      return List.of();
    }
    return found.stream()
        .sorted(
            Comparator.comparingLong((Observation seen) -> -seen.time())
                .thenComparingInt(Observation::connection)
                .thenComparingLong(Observation::from))
        .limit(MOST)
        .toList();
  }

  private static boolean isSmallFile(String name) {
    try {
      Path file = Path.of(name);
      return Files.isRegularFile(file) && Files.size(file) <= LARGEST;
    } catch (InvalidPathException | IOException e) {
      return false;
    }
  }
}
