package org.mptcpscope.core.export;

import java.util.ArrayList;
import java.util.List;
import org.mptcpscope.dissector.mptcp.Dsn;

/**
 * The data sequence numbers of one host in one connection: all move by the distance between where
 * the old key lets them begin and where the new one does.
 */
final class DsnSpace {
  /** Where numbers begin, before and after. */
  private record Anchor(long before, long after) {}

  private final List<Anchor> anchors = new ArrayList<>(1);
  private long newest;
  private boolean any;

  /** Numbers that begin here begin there instead; the first one counts where it cannot be told. */
  void begins(long before, long after) {
    anchors.add(new Anchor(before, after));
    if (!any) {
      newest = after;
    }
    any = true;
  }

  boolean isKnown() {
    return any;
  }

  /** How far a number is from where numbers begin. */
  long distance(long dsn) {
    return any ? Math.abs(dsn - nearest(dsn).before) : Long.MAX_VALUE;
  }

  private Anchor nearest(long dsn) {
    Anchor best = anchors.getFirst();
    for (Anchor anchor : anchors) {
      if (Math.abs(dsn - anchor.before) < Math.abs(dsn - best.before)) {
        best = anchor;
      }
    }
    return best;
  }

  /** Another number for one of eight octets. */
  long wide(long dsn) {
    Anchor anchor = nearest(dsn);
    return dsn - anchor.before + anchor.after;
  }

  /** Another number for one of four octets. */
  int narrow(int dsn) {
    Anchor best = anchors.getFirst();
    for (Anchor anchor : anchors) {
      if (Math.abs(dsn - (int) anchor.before) < Math.abs(dsn - (int) best.before)) {
        best = anchor;
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
