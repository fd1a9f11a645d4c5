package org.mptcpscope.core.metric;

/** Octets that passed, counted up over time: how many in any span is two look-ups. */
public final class Tally {
  private final Longs times = new Longs();
  private final Longs sums = new Longs();

  /** Makes an empty one. */
  Tally() {}

  void add(long time, long octets) {
    sums.add(total() + octets);
    times.add(time);
  }

  /** Returns how many passed in {@code [from, to)}. */
  public long between(long from, long to) {
    return before(to) - before(from);
  }

  private long before(long time) {
    int index = times.firstFrom(time) - 1;
    return index < 0 ? 0 : sums.get(index);
  }

  /** Returns how many passed in all. */
  public long total() {
    return sums.isEmpty() ? 0 : sums.last();
  }
}
