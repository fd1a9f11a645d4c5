package org.mptcpscope.core.capture;

/** The octets of a capture that goes on: there may be none for a while. */
interface LiveFeed extends Feed {

  /**
   * Waits a moment, a fraction of a second, until {@link #read} would not wait.
   *
   * @return true if it would not, also at the end of the capture; false if there is nothing for now
   */
  boolean await();

  /**
   * For how long, since the last octets came, it is certain that no frame was captured: 0 if frames
   * may be on their way, as in the buffer of a program that writes the capture. In nanoseconds.
   */
  long quietNanos();

  /** Frames that were lost before they came here, as far as the feed knows. */
  default long dropped() {
    return 0;
  }

  /** Whether such frames may have been captured between these times, in nanoseconds since 1970. */
  default boolean mayLack(long from, long to) {
    return false;
  }
}
