package org.mptcpscope.rules.api;

import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.FrameRef;

/**
 * Judges facts. A rule without state is one instance for all connections; one with state overrides
 * {@link #fresh}.
 */
public interface Rule {
  RuleSpec spec();

  /** Called for the events that the spec names. */
  void on(MptcpEvent event, Verdicts out);

  /**
   * A deadline that this rule set passed; see {@link Verdicts#alarm} and {@link Verdicts#expect}.
   */
  default void onAlarm(Object key, long deadline, FrameRef last, Verdicts out) {}

  /** A watch of this rule met its segment; see {@link Verdicts#watch}. */
  default void onWatch(Watch watch, Sighting sighting, Verdicts out) {}

  /**
   * A segment of a connection for which this rule asked with {@link Verdicts#segments}; costs time
   * on each of them, so few rules do. The facts are reused: never keep them.
   */
  default void onSegment(SegmentFacts facts, Verdicts out) {}

  /** The instance for a new connection (scope CONNECTION) or capture; this if it has no state. */
  default Rule fresh() {
    return this;
  }
}
