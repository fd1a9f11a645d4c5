package org.mptcpscope.core.export;

import java.util.ArrayList;
import java.util.List;
import org.mptcpscope.dissector.mptcp.Dsn;

/**
 * The data sequence numbers of one host in one connection: all move by the distance between where
 * the old key lets them begin and where the new one does. Where a host began elsewhere by a known
 * mistake, they begin by the same mistake afterwards.
 */
final class DsnSpace {
  private static final long LOW_HALF = 0xffff_ffffL;

  /** As far from where numbers begin they are taken for a mistake about it. */
  private static final long NEAR = 1 << 20;

  /**
   * Where numbers begin, before and after.
   *
   * @param span of the numbers that were seen behind it
   */
  private record Anchor(long before, long after, long span) {
    boolean holds(long distance) {
      return distance >= -NEAR && distance <= span + NEAR;
    }
  }

  private final List<Anchor> anchors = new ArrayList<>(1);
  private long newest;

  /** Numbers that begin here begin there instead; the first one counts where none is near. */
  void begins(long before, long after, long span) {
    if (anchors.isEmpty()) {
      newest = after;
    }
    anchors.add(new Anchor(before, after, span));
  }

  boolean isKnown() {
    return !anchors.isEmpty();
  }

  /** How far a number is from where numbers begin. */
  long distance(long dsn) {
    return isKnown() ? Math.abs(dsn - wideAnchor(dsn).before) : Long.MAX_VALUE;
  }

  private Anchor wideAnchor(long dsn) {
    for (Anchor anchor : anchors) {
      if (anchor.holds(dsn - anchor.before)) {
        return anchor;
      }
    }
    return anchors.getFirst();
  }

  /** Another number for one of eight octets; a high half of zeros stays, as it is a mistake. */
  long wide(long dsn) {
    Anchor anchor = wideAnchor(dsn);
    boolean isCut = dsn >>> 32 == 0 && anchor.before >>> 32 != 0;
    return isCut ? narrow((int) dsn) & LOW_HALF : dsn - anchor.before + anchor.after;
  }

  /** Another number for one of four octets. */
  int narrow(int dsn) {
    Anchor best = anchors.getFirst();
    for (Anchor anchor : anchors) {
      // Behind the first half of all numbers of four octets, a distance reads as negative.
      long distance = dsn - (int) anchor.before & LOW_HALF;
      if (anchor.holds(distance) || anchor.holds(distance - LOW_HALF - 1)) {
        best = anchor;
        break;
      }
    }
    return dsn - (int) best.before + (int) best.after;
  }

  /** All 64 bits of a new number of a mapping, which the next one is near. */
  long mapped(long dsn, boolean wide) {
    long whole = wide ? dsn : Dsn.promote((int) dsn, newest);
    newest = whole;
    return whole;
  }
}
