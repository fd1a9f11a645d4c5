package org.mptcpscope.core.capture;

import java.io.IOException;
import org.mptcpscope.dissector.Octets;

/** Takes the frames of a live capture, in the order in which they were captured. */
public interface FrameSink {
  /** A sink that takes nothing. */
  FrameSink NONE =
      new FrameSink() {
        @Override
        public void begin(LiveOptions options, int linkType, boolean nanoseconds) {}

        @Override
        public void frame(long timeNanos, int wireLength, Octets captured) {}

        @Override
        public void flush() {}

        @Override
        public void end(CaptureDrops drops) {}
      };

  /**
   * The capture begins.
   *
   * @param linkType number of the LINKTYPE_ registry
   * @param nanoseconds whether times are that fine; else they are microseconds
   */
  void begin(LiveOptions options, int linkType, boolean nanoseconds) throws IOException;

  /**
   * One frame.
   *
   * @param timeNanos since 1970-01-01T00:00:00Z
   */
  void frame(long timeNanos, int wireLength, Octets captured) throws IOException;

  /** No further frame comes at once: whoever reads along should get what there is. */
  void flush() throws IOException;

  /** The capture is over. */
  void end(CaptureDrops drops) throws IOException;
}
