package org.mptcpscope.core.capture;

/** Where the frames of a live capture come from; used by one thread. */
interface FrameTap extends AutoCloseable {

  /** Takes a frame while it is captured. */
  @FunctionalInterface
  interface Taker {
    /** One frame; the array is the taker's. */
    void frame(long timeNanos, int wireLength, byte[] octets);
  }

  /** The link type of all frames, a number of the LINKTYPE_ registry. */
  int linkType();

  /** Whether time stamps have nanoseconds; else they have microseconds. */
  boolean hasNanoseconds();

  /**
   * Hands over the frames that are there, without waiting.
   *
   * @param most of them
   * @return how many they were
   * @throws CaptureException if nothing more can be captured, with the reason
   */
  int poll(int most, Taker taker) throws CaptureException;

  /** For how long a frame may have been captured without being there for {@link #poll}. */
  long gatheringNanos();

  /** What was lost so far, as far as the system tells. */
  CaptureDrops drops();

  @Override
  void close();
}
