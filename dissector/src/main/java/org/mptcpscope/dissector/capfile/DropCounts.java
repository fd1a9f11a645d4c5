package org.mptcpscope.dissector.capfile;

import java.util.ArrayList;
import java.util.List;

/**
 * What a pcapng file says of frames that it lacks, and when they passed: a count of a packet block
 * lies between two frames of its interface, a count of an interface between two readings of it, the
 * first reading being zero at the beginning. Between two sections nothing was captured.
 */
final class DropCounts {
  /** Places that are kept; what comes behind widens the last one. */
  private static final int MOST = 1000;

  private record Place(long from, long to) {}

  /** One interface: what its statistics and its frames say. */
  private static final class Counts {
    long total;
    long readAt = Long.MIN_VALUE;
    long counted;
    long countedAtReading;
    long latest = Long.MIN_VALUE;
  }

  private final List<Counts> interfaces = new ArrayList<>();
  private final List<Place> places = new ArrayList<>(0);

  /** One more interface is described. */
  void described() {
    interfaces.add(new Counts());
  }

  /** A frame was captured, with this many lost since the one before it on its interface. */
  void frame(int id, long time, long lost) {
    Counts one = interfaces.get(id);
    if (lost > 0) {
      one.counted += lost;
      add(one.latest, time);
    }
    one.latest = time;
  }

  /** Statistics of an interface: frames lost so far. */
  void reading(int id, long lost, long time) {
    Counts one = interfaces.get(id);
    long at = Math.max(time, one.latest);
    // Those that packet blocks counted have their places.
    if (lost - one.total > one.counted - one.countedAtReading) {
      add(one.readAt, at);
    }
    one.total = Math.max(one.total, lost);
    one.countedAtReading = one.counted;
    one.readAt = at;
  }

  /** Nobody captured between these times. */
  void pause(long from, long to) {
    if (from < to) {
      add(from, to);
    }
  }

  private void add(long from, long to) {
    if (places.size() < MOST) {
      places.add(new Place(from, to));
      return;
    }
    Place last = places.getLast();
    places.set(MOST - 1, new Place(Math.min(last.from, from), Math.max(last.to, to)));
  }

  /** Whether frames may have been lost between these times. */
  boolean within(long from, long to) {
    for (int i = places.size() - 1; i >= 0; i--) {
      if (places.get(i).to >= from && places.get(i).from <= to) {
        return true;
      }
    }
    return false;
  }

  /** Frames lost on all interfaces. */
  long total() {
    long sum = 0;
    for (Counts one : interfaces) {
      sum += Math.max(one.total, one.counted);
    }
    return sum;
  }
}
