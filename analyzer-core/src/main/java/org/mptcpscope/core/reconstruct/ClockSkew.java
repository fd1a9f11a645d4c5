package org.mptcpscope.core.reconstruct;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mptcpscope.core.capture.FrameSource;

/**
 * By how much the clocks of interfaces are proven to differ: an acknowledgment cannot come before
 * the octets that it is about (facts 5.2). Interfaces of one section of a file have one clock,
 * those of others may have been captured by another system.
 */
final class ClockSkew {
  /**
   * More interfaces than this share their bits; a difference is then seen too often, never missed.
   */
  private static final int BITS = Long.SIZE;

  /** What clocks of two systems that nothing proves to differ may differ by, in nanoseconds. */
  private static final long UNPROVEN = 1_000_000;

  /** The same where neither system saw what the other did, so that nothing can prove it. */
  static final long APART = 1_000_000_000;

  /** Two interfaces whose clocks differ, and by how much at least, in nanoseconds. */
  record Pair(int first, int second, long nanos) {}

  private final FrameSource source;
  private final Map<Long, Pair> largest = new HashMap<>();

  ClockSkew(FrameSource source) {
    this.source = source;
  }

  /** The bit of an interface, for sets of them. */
  static long bit(int interfaceId) {
    return 1L << interfaceId % BITS;
  }

  /** Whether two interfaces were captured by systems that may have different clocks. */
  boolean mayDiffer(int one, int other) {
    return one != other && source.clock(one) != source.clock(other);
  }

  /** An acknowledgment on one interface came this much before its octets on the other. */
  void precedes(int acknowledgedOn, int sentOn, long nanos) {
    if (acknowledgedOn != sentOn) {
      int first = Math.min(acknowledgedOn, sentOn);
      Pair pair = new Pair(first, Math.max(acknowledgedOn, sentOn), nanos);
      largest.merge(bit(acknowledgedOn) | bit(sentOn), pair, (a, b) -> a.nanos >= b.nanos ? a : b);
    }
  }

  /** The largest difference that is proven between any two of these interfaces; 0 if none is. */
  long proven(long interfaces) {
    long found = 0;
    for (Map.Entry<Long, Pair> pair : largest.entrySet()) {
      if ((pair.getKey() & ~interfaces) == 0) {
        found = Math.max(found, pair.getValue().nanos);
      }
    }
    return found;
  }

  /** The same, in nanoseconds, and what may be if nothing is proven. */
  long among(long interfaces) {
    return Math.max(proven(interfaces), haveSeveralClocks(interfaces) ? UNPROVEN : 0);
  }

  /** Those of all these interfaces that have a clock of one of some. */
  long withClocksOf(long some, long all) {
    long found = 0;
    for (long left = all; left != 0; left &= left - 1) {
      int one = Long.numberOfTrailingZeros(left);
      for (long rest = some; rest != 0; rest &= rest - 1) {
        if (source.clock(one) == source.clock(Long.numberOfTrailingZeros(rest))) {
          found |= 1L << one;
        }
      }
    }
    return found;
  }

  /** Whether these interfaces were captured by systems that may have different clocks. */
  boolean haveSeveralClocks(long interfaces) {
    int clock = -1;
    for (long left = interfaces; left != 0; left &= left - 1) {
      int one = source.clock(Long.numberOfTrailingZeros(left));
      if (clock >= 0 && clock != one) {
        return true;
      }
      clock = one;
    }
    return false;
  }

  /** The clocks of different systems that are proven to differ by what matters. */
  List<Pair> differing() {
    List<Pair> found = new ArrayList<>();
    for (Pair pair : largest.values()) {
      if (pair.nanos >= UNPROVEN && mayDiffer(pair.first, pair.second)) {
        found.add(pair);
      }
    }
    return found;
  }
}
