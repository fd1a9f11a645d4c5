package org.mptcpscope.core;

import java.util.List;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.FrameSource;
import org.mptcpscope.core.reconstruct.Pass;
import org.mptcpscope.core.trace.TraceObserver;
import org.mptcpscope.core.trace.TraceOptions;
import org.mptcpscope.core.trace.TraceResult;

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
