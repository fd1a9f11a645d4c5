package org.mptcpscope.core.capture;

import java.util.function.LongSupplier;

/**
 * How to capture on an interface.
 *
 * @param interfaceName as the system names it; {@code any} is all of them on Linux
 * @param filter in the language of pcap-filter(7); empty takes every frame
 * @param snaplen most octets kept of a frame, at least 1
 * @param count frames after which the capture ends; {@link Long#MAX_VALUE} for never
 * @param elapsed nanoseconds that passed since any fixed moment: a clock that is never set
 */
public record LiveOptions(
    String interfaceName, String filter, int snaplen, long count, LongSupplier elapsed) {
  /** Large enough for whatever offload puts together. */
  public static final int WHOLE_FRAMES = 262_144;
}
