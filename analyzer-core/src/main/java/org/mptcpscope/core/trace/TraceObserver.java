package org.mptcpscope.core.trace;

import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.ConnectionSummary;
import org.mptcpscope.dissector.tcp.SegmentView;

/**
 * Hears what one pass over a capture finds. All calls come from one thread, in capture time: for
 * each segment first its events, then {@link #onSegment}.
 */
public interface TraceObserver {
  /** Called once before the first frame. */
  default void onStart(TraceControl control) {}

  /** False to hear of connections that are over and of nothing else. */
  default boolean wantsEvents() {
    return true;
  }

  /** A fact; the model answers as of this segment, included. */
  default void onEvent(MptcpEvent event) {}

  /**
   * A segment of an MPTCP connection; called only if {@link #wantsSegments} or the connection has
   * traits wanted by {@link TraceControl#want}. View and facts are reused.
   */
  default void onSegment(SegmentView segment, SegmentFacts facts) {}

  /** True to get every segment of every MPTCP connection. */
  default boolean wantsSegments() {
    return false;
  }

  /**
   * A connection is over; its last event was {@code ConnectionEnded}. Its state is freed after. Its
   * stream numbers are those of the pass: {@link TraceResult#streams} knows Wireshark's.
   */
  default void onSummary(Connection connection, ConnectionSummary summary) {}
}
