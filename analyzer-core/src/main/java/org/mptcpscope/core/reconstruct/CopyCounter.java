package org.mptcpscope.core.reconstruct;

import java.util.HashMap;
import java.util.Map;
import org.mptcpscope.core.model.Side;

/**
 * Counts identical repetitions of an option: the same host, the same octets, and where the option
 * belongs to one the same subflow. Beyond a cap they are counted and no longer stated.
 */
final class CopyCounter {
  /** Copies of an option that are stated. */
  static final int STATED = 16;

  /** Copies of an MP_FASTCLOSE that are stated: a rule counts beyond 20. */
  static final int STATED_FASTCLOSE = 64;

  private static final int MAX_KEYS = 1024;

  private record Key(Side by, int subflow, Object option) {}

  private Map<Key, Integer> counts;
  private boolean overfull;

  /** Options were not stated, there were too many different ones. */
  boolean isOverfull() {
    return overfull;
  }

  /**
   * The ordinal of this copy, from 1.
   *
   * @param subflow null for an option that belongs to the connection
   */
  int next(Side by, SubflowState subflow, Object option) {
    if (counts == null) {
      counts = new HashMap<>();
    }
    Key key = new Key(by, subflow == null ? -1 : subflow.id(), option);
    if (counts.size() >= MAX_KEYS && !counts.containsKey(key)) {
      overfull = true;
      return Integer.MAX_VALUE;
    }
    return counts.merge(key, 1, Integer::sum);
  }
}
