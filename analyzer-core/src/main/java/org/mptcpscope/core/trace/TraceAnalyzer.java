package org.mptcpscope.core.trace;

import java.util.List;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.FrameSource;
import org.mptcpscope.core.reconstruct.Pass;

/** Rebuilds the Multipath TCP connections of one capture, on one thread, and tells observers. */
public final class TraceAnalyzer {
  private TraceAnalyzer() {}

  /**
   * Reads all frames of the source; it stays open.
   *
   * @throws CaptureException if nothing of the capture can be read
   */
  public static TraceResult run(
      FrameSource source, TraceOptions options, List<? extends TraceObserver> observers)
      throws CaptureException {
    return Pass.run(source, options, observers);
  }
}
