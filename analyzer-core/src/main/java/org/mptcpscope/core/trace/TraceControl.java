package org.mptcpscope.core.trace;

import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.FrameRef;

/** What an observer may ask of the running pass. */
public interface TraceControl {
  /**
   * Rings once when capture time passes this moment: before the first frame at or after it is
   * processed. Alarms still pending at the end of the capture never ring. Order is by time, then by
   * order of setting.
   *
   * @param at capture time as in {@link FrameRef#time}
   */
  void alarm(long at, Alarm alarm);

  /**
   * The same for an alarm that is about one connection, and is forgotten when that ends.
   *
   * @return false if there are too many already, over all connections
   */
  boolean alarm(Connection of, long at, Alarm alarm);

  /** Asks for segments of this connection that have any of these traits; 0 ends it. */
  void want(Connection connection, long anyOfTraits);

  /** Capture time of the frame in hand. */
  long now();

  /** Something to do at a deadline. */
  @FunctionalInterface
  interface Alarm {
    /**
     * Rings.
     *
     * @param deadline the moment asked for
     * @param last the last frame of the capture before it
     */
    void ring(long deadline, FrameRef last);
  }
}
