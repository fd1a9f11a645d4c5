package org.mptcpscope.core.reconstruct;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.mptcpscope.core.model.FrameRef;

/** Which subflows carried which DSNs of a stream, until Data-ACKed and for one window more. */
final class Carriers {
  /** Most Data-ACKed ranges that are kept per subflow. */
  private static final int TAIL = 1024;

  private RangeSet[] carried = new RangeSet[1];
  private int[] reinjectedFrames = new int[1];
  private long[] reinjectedTimes = new long[1];

  void add(int subflow, long from, long to) {
    if (subflow >= carried.length) {
      int capacity = Math.max(subflow + 1, carried.length * 2);
      carried = Arrays.copyOf(carried, capacity);
      reinjectedFrames = Arrays.copyOf(reinjectedFrames, capacity);
      reinjectedTimes = Arrays.copyOf(reinjectedTimes, capacity);
    }
    if (carried[subflow] == null) {
      carried[subflow] = new RangeSet(RangeSet.Overflow.DROP_OLDEST);
    }
    carried[subflow].add(from, to);
  }

  /** Octets that were sent before passed on a subflow that {@link #add} was told of. */
  void reinjected(int subflow, int frame, long time) {
    reinjectedFrames[subflow] = frame;
    reinjectedTimes[subflow] = time;
  }

  Optional<FrameRef> reinjectedOn(int subflow) {
    return subflow < carried.length && reinjectedFrames[subflow] != 0
        ? Optional.of(new FrameRef(reinjectedFrames[subflow], reinjectedTimes[subflow]))
        : Optional.empty();
  }

  /** Forgets what lies below the bound, and of what lies below {@code acked} all but the tail. */
  void dropBelow(long bound, long acked) {
    for (RangeSet set : carried) {
      if (set != null) {
        set.dropBelow(bound);
        while (set.size() > TAIL && set.end(0) - acked <= 0) {
          set.dropBelow(set.end(0));
        }
      }
    }
  }

  /** Ranges that are kept of a subflow. */
  int size(int subflow) {
    return subflow < carried.length && carried[subflow] != null ? carried[subflow].size() : 0;
  }

  /** Octets at or behind {@code from} that this subflow carried and no other. */
  long only(int subflow, long from) {
    if (subflow >= carried.length || carried[subflow] == null) {
      return 0;
    }
    RangeSet mine = new RangeSet(RangeSet.Overflow.DROP_OLDEST);
    copy(carried[subflow], from, mine);
    for (int other = 0; other < carried.length; other++) {
      if (other != subflow && carried[other] != null) {
        for (int i = 0; i < carried[other].size(); i++) {
          mine.remove(carried[other].start(i), carried[other].end(i));
        }
      }
    }
    return mine.total();
  }

  private static void copy(RangeSet source, long from, RangeSet target) {
    for (int i = 0; i < source.size(); i++) {
      long start = source.start(i) - from < 0 ? from : source.start(i);
      target.add(start, source.end(i));
    }
  }

  /** Subflows that carried a part of [from, to). */
  Set<Integer> of(long from, long to) {
    Set<Integer> found = new HashSet<>();
    for (int i = 0; i < carried.length; i++) {
      if (carried[i] != null && carried[i].covered(from, to) > 0) {
        found.add(i);
      }
    }
    return found;
  }

  void shift(long delta) {
    for (RangeSet set : carried) {
      if (set != null) {
        set.shift(delta);
      }
    }
  }
}
