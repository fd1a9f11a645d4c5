package org.mptcpscope.rules.engine;

import java.util.List;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.trace.TraceObserver;
import org.mptcpscope.rules.api.CaptureReport;

/** Judges one capture. */
public final class Linter {
  private Linter() {}

  /**
   * Reads the capture once; {@code extras} hear the same pass, as plots and dumps do.
   *
   * @throws CaptureException if nothing of it can be read
   */
  public static CaptureReport lint(
      CaptureSource source, LintOptions options, List<TraceObserver> extras)
      throws CaptureException {
    throw new UnsupportedOperationException();
  }
}
