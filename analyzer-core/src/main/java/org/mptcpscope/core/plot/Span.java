package org.mptcpscope.core.plot;

/** A range on an axis, in the unit of the axis; {@code to} is above {@code from}. */
public record Span(long from, long to) {
  /** Keeps at least one unit between the ends. */
  public Span {
    if (to <= from) {
      to = from == Long.MAX_VALUE ? from : from + 1;
      from = to - 1;
    }
  }

  /** Returns the length. */
  public long length() {
    return to - from;
  }
}
