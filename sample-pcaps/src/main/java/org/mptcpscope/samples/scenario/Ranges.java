package org.mptcpscope.samples.scenario;

import java.util.Map;
import java.util.TreeMap;

/** A set of numbers, kept as ranges. */
final class Ranges {
  private final TreeMap<Long, Long> ranges = new TreeMap<>();

  /** Adds {@code [from, to)}. */
  void add(long from, long to) {
    if (from >= to) {
      return;
    }
    long start = from;
    long end = to;
    Map.Entry<Long, Long> at = ranges.floorEntry(end);
    while (at != null && at.getValue() >= start) {
      start = Math.min(start, at.getKey());
      end = Math.max(end, at.getValue());
      ranges.remove(at.getKey());
      at = ranges.floorEntry(end);
    }
    ranges.put(start, end);
  }

  /** The first number from {@code start} on that is not in the set. */
  long prefix(long start) {
    Map.Entry<Long, Long> at = ranges.floorEntry(start);
    return at == null ? start : Math.max(start, at.getValue());
  }

  /** The ranges in order, from start to end (exclusive). */
  Map<Long, Long> all() {
    return ranges;
  }

  /** The ranges above {@code start}, in order. */
  Map<Long, Long> above(long start) {
    return ranges.tailMap(start, false);
  }
}
