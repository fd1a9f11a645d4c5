package org.mptcpscope.samples.scenario;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The data that one side of a connection sends, at connection level.
 *
 * <p>Data sequence numbers here are relative to the initial one: the first octet is 1.
 */
public final class DataStream {
  private final long initial;
  private final long seed;
  private final Ranges received = new Ranges();
  private final NavigableMap<Long, Long> prefixes = new TreeMap<>();
  private long next = 1;
  private long fin = -1;

  DataStream(long initial, long seed) {
    this.initial = initial;
    this.seed = seed;
  }

  /** The initial data sequence number. */
  public long initial() {
    return initial;
  }

  /** The relative number behind the highest one that was sent. */
  public long next() {
    return next;
  }

  /** The relative number of the DATA_FIN, or -1 before it was sent. */
  public long fin() {
    return fin;
  }

  /** The relative number up to which the other side has all. */
  public long prefix() {
    return received.prefix(1);
  }

  /** The same, as it was at a time in nanoseconds. */
  public long prefix(long time) {
    Map.Entry<Long, Long> at = prefixes.floorEntry(time);
    return at == null ? 1 : at.getValue();
  }

  void sent(long from, long to) {
    // A number that is off by more is a wrong one, not a place in the stream.
    if (to > next && from - next < 1L << 30) {
      next = to;
    }
  }

  void finSent(long at) {
    if (fin < 0) {
      fin = at;
    }
  }

  void receive(long from, long to, long time) {
    received.add(Math.max(from, 1), to);
    prefixes.put(time, prefix());
  }

  /** The octet with this number: the same on each path and in each copy. */
  byte octet(long number) {
    return (byte) (Seed.mix(seed, number >>> 3) >>> ((number & 7) * 8));
  }
}
