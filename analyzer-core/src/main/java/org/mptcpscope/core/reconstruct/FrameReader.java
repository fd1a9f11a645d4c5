package org.mptcpscope.core.reconstruct;

import org.mptcpscope.core.capture.FrameSource;
import org.mptcpscope.dissector.link.FrameView;
import org.mptcpscope.dissector.link.Outcome;
import org.mptcpscope.dissector.tcp.SegmentView;

/** Looks at the TCP segment of an earlier frame once more. */
final class FrameReader {
  /** Takes the segment; the views are valid during the call only. */
  @FunctionalInterface
  interface Sink {
    /** The frame's network layer and its segment. */
    void segment(FrameView ip, SegmentView segment);
  }

  private FrameReader() {}

  /**
   * Reads a frame again.
   *
   * @param position what {@code FrameSource#position} was, negative if it cannot be read again
   * @return false if its octets are gone
   */
  static boolean read(FrameSource source, long position, Sink sink) {
    if (position < 0) {
      return false;
    }
    boolean[] found = new boolean[1];
    source.reread(
        position,
        (buffer, offset, captured, wire, linkType) -> {
          FrameView ip = new FrameView();
          SegmentView segment = new SegmentView();
          if (ip.wrap(buffer, offset, captured, wire, linkType) == Outcome.TCP
              && segment.wrap(ip)) {
            found[0] = true;
            sink.segment(ip, segment);
          }
        });
    return found[0];
  }
}
