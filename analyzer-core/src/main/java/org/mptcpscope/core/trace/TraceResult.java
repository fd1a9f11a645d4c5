package org.mptcpscope.core.trace;

import java.util.List;
import org.mptcpscope.core.capture.CaptureWarning;

/**
 * The outcome of one pass.
 *
 * @param frames read
 * @param startNanos time stamp of frame 1 since the epoch; 0 without frames
 * @param lastTime capture time of the last frame
 * @param streams Wireshark's numbers of the streams that summaries name
 * @param warnings in order of discovery
 */
public record TraceResult(
    long frames,
    long startNanos,
    long lastTime,
    TcpCounts tcp,
    StreamRanks streams,
    List<CaptureWarning> warnings) {
  public TraceResult {
    warnings = List.copyOf(warnings);
  }

  /**
   * TCP connections of the capture.
   *
   * @param count all
   * @param withoutOption whose SYN had no MPTCP option
   * @param refused whose SYN had MP_CAPABLE and whose SYN/ACK had not
   * @param midstream without a SYN in the capture
   */
  public record TcpCounts(int count, int withoutOption, int refused, int midstream) {}
}
