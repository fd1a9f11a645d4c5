package org.mptcpscope.core.plot;

import java.util.ArrayList;
import java.util.List;

/**
 * Ticks of an axis: multiples of 1, 2 or 5 times a power of ten, never more than asked for.
 *
 * @param step the distance of two ticks
 * @param unit what one step of the axis is
 * @param large whether labels may be as short as {@code 12 M}: only above seven digits
 */
record Ruler(long step, Axis.Unit unit, boolean large) {
  private static final int[] FACTORS = {1, 2, 5};

  /** The face of numbers has no thin space. */
  static final char WIDE_SPACE = '\u00a0';

  /** Returns the finest ruler that has at most {@code most} steps in {@code span}. */
  static Ruler of(Span span, int most, Axis.Unit unit) {
    double least = (double) span.length() / Math.max(1, most);
    long power = 1;
    long step = 1;
    for (int i = 0; step < least && power < Long.MAX_VALUE / 50; i++) {
      step = power * FACTORS[i % FACTORS.length];
      if (i % FACTORS.length == FACTORS.length - 1) {
        power *= 10;
      }
    }
    return new Ruler(step, unit, unit == Axis.Unit.OCTETS && span.to() >= 10_000_000);
  }

  /** Returns the multiples of the step inside {@code span}. */
  List<Long> ticks(Span span) {
    List<Long> ticks = new ArrayList<>();
    for (long n = Math.ceilDiv(span.from(), step); n <= Math.floorDiv(span.to(), step); n++) {
      ticks.add(n * step);
    }
    return ticks;
  }

  /** Moves each end outward to a tick where that adds at most {@code share} of the length. */
  Span snapped(Span span, double share) {
    long from = Math.floorDiv(span.from(), step) * step;
    long to = Math.ceilDiv(span.to(), step) * step;
    double room = span.length() * share;
    return new Span(
        span.from() - from <= room ? from : span.from(), to - span.to() <= room ? to : span.to());
  }

  /**
   * Returns a tick as text; all ticks of one ruler have the same number of decimals. The face of
   * numbers has no thin space, and its wide one keeps columns.
   */
  String label(long tick) {
    return text(tick).replace(Numbers.THIN_SPACE, WIDE_SPACE);
  }

  private String text(long tick) {
    return switch (unit) {
      case TIME -> Numbers.fixed(tick / 1e9, decimals(9));
      case BITS, NANOS -> Numbers.fixed(tick / 1e6, decimals(6));
      case ROWS -> "";
      case PERCENT -> Numbers.fixed(tick / 1e3, decimals(3));
      case OCTETS -> {
        if (large && tick != 0 && step % 1_000_000 == 0) {
          yield Numbers.grouped(tick / 1_000_000) + " M";
        }
        if (large && tick != 0 && step % 1000 == 0) {
          yield Numbers.grouped(tick / 1000) + " k";
        }
        yield Numbers.grouped(tick);
      }
    };
  }

  /** How many digits behind the point a step has, of {@code most}. */
  private int decimals(int most) {
    int decimals = most;
    for (long rest = step; rest % 10 == 0 && decimals > 0; rest /= 10) {
      decimals--;
    }
    return decimals;
  }
}
