package org.mptcpscope.core.capture;

import java.util.Arrays;

/**
 * Finds where the clock of one interface was set back. Interfaces are written out of order among
 * each other, by as much as the look-ahead mends; the queues of one card are by milliseconds at
 * most, while a clock that is set makes a step of more than an eighth of a second.
 */
final class ClockSteps {
  /** Nanoseconds that frames of one interface may be out of order. */
  private static final long MOST_DISORDER = 100_000_000;

  /** More interfaces than this are not watched. */
  private static final int MOST_INTERFACES = 1024;

  private long[] latest = {};

  /** Whether a frame of this interface is too early for its place; remembers it. */
  boolean isStep(int interfaceId, long timeNanos) {
    if (interfaceId >= latest.length) {
      if (interfaceId >= MOST_INTERFACES) {
        return false;
      }
      int before = latest.length;
      latest = Arrays.copyOf(latest, Math.max(interfaceId + 1, 2 * before));
      Arrays.fill(latest, before, latest.length, Long.MIN_VALUE);
    }
    long last = latest[interfaceId];
    boolean step = last != Long.MIN_VALUE && timeNanos < last - MOST_DISORDER;
    if (step || timeNanos > last) {
      latest[interfaceId] = timeNanos;
    }
    return step;
  }
}
