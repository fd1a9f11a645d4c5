package org.mptcpscope.core.trace;

import java.net.InetAddress;
import java.util.function.BooleanSupplier;
import org.mptcpscope.core.model.Side;

/**
 * How to run a pass.
 *
 * @param capturedAt where the capture was taken, if the user said so
 * @param progress asked now and then on the analysing thread; false stops the pass early
 */
public record TraceOptions(CapturedAt capturedAt, BooleanSupplier progress) {
  public static final TraceOptions DEFAULT = new TraceOptions(new CapturedAt.Inferred(), () -> true);

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
