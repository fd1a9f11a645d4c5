package org.mptcpscope.core.plot;

/**
 * One axis of a plot.
 *
 * @param title what it shows, with the unit: written once, under the plot
 * @param unit what its whole numbers are
 */
public record Axis(String title, Unit unit) {

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
    PERCENT
  }
}
