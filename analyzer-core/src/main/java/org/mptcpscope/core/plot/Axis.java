package org.mptcpscope.core.plot;

import java.util.List;

/**
 * One axis of a plot.
 *
 * @param title what it shows, with the unit: written once, under the plot
 * @param unit what its whole numbers are
 * @param rows names of rows, from the lowest up; empty for numbers
 */
public record Axis(String title, Unit unit, List<String> rows) {
  /** What a row is high. */
  static final long ROW = 1000;

  /** Copies the list. */
  public Axis {
    rows = List.copyOf(rows);
  }

  /** An axis of numbers. */
  public Axis(String title, Unit unit) {
    this(title, unit, List.of());
  }

  /** What the whole numbers of an axis are. */
  public enum Unit {
    /** Nanoseconds, written as seconds. */
    TIME,
    /** Octets, or data sequence numbers. */
    OCTETS,
    /** Bits a second, written as Mbit/s. */
    BITS,
    /** Nanoseconds, written as milliseconds. */
    NANOS,
    /** Thousandths of a percent, written as percent. */
    PERCENT,
    /** Rows with names; row n lies between n and n + 1 thousand. */
    ROWS
  }
}
