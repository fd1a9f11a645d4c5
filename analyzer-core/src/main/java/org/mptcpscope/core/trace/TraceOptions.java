package org.mptcpscope.core.trace;

import java.net.InetAddress;
import java.util.List;
import org.mptcpscope.core.model.Side;

/**
 * How to run a pass.
 *
 * @param capturedAt where the capture was taken, if the user said so
 * @param progress told now and then, on the analysing thread, how far the pass is
 * @param keys keys from outside the capture
 */
public record TraceOptions(CapturedAt capturedAt, Progress progress, List<GivenKey> keys) {
  public static final TraceOptions DEFAULT =
      new TraceOptions(new CapturedAt.Inferred(), (octets, size, frames) -> true);

  public TraceOptions {
    keys = List.copyOf(keys);
  }

  /** Without keys from outside. */
  public TraceOptions(CapturedAt capturedAt, Progress progress) {
    this(capturedAt, progress, List.of());
  }

  /** Hears how far a pass is; may stop it. */
  @FunctionalInterface
  public interface Progress {
    /**
     * Tells how far the pass is.
     *
     * @param octets of the file read so far
     * @param size of the file, -1 if unknown
     * @param frames read so far
     * @return false to stop the pass early: what was read so far is then the capture
     */
    boolean goOn(long octets, long size, long frames);
  }

  /** Where the capture was taken. */
  public sealed interface CapturedAt {
    /** Nobody said; facts 5.1 may prove it. */
    record Inferred() implements CapturedAt {}

    /** At one side of every connection. */
    record AtSide(Side side) implements CapturedAt {}

    /** At the host with this address. */
    record AtAddress(InetAddress address) implements CapturedAt {}
  }
}
