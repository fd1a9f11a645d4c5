package org.mptcpscope.core.reconstruct;

import java.util.HashMap;
import java.util.Map;

/**
 * By how much the clocks of interfaces are proven to differ: an acknowledgment cannot come before
 * the octets that it is about (facts 5.2). Interfaces of one clock never show any.
 */
final class ClockSkew {
  /**
   * More interfaces than this share their bits; a difference is then seen too often, never missed.
   */
  private static final int BITS = Long.SIZE;

  private final Map<Long, Long> largest = new HashMap<>();

  /** The bit of an interface, for sets of them. */
  static long bit(int interfaceId) {
    return 1L << interfaceId % BITS;
  }

  /** An acknowledgment on one interface came this much before its octets on the other. */
  void precedes(int acknowledgedOn, int sentOn, long nanos) {
    if (acknowledgedOn != sentOn) {
      largest.merge(bit(acknowledgedOn) | bit(sentOn), nanos, Math::max);
    }
  }

  /**
   * The largest difference between any two of these interfaces, in nanoseconds; 0 if none shows.
   */
  long among(long interfaces) {
    long found = 0;
    for (Map.Entry<Long, Long> pair : largest.entrySet()) {
      if ((pair.getKey() & ~interfaces) == 0) {
        found = Math.max(found, pair.getValue());
      }
    }
    return found;
  }
}
