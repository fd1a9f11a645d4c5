package org.mptcpscope.dissector.capfile;

import java.lang.foreign.MemorySegment;

/**
 * Where a {@link FrameCursor} gets the octets of a capture from. A mapped file is one segment; a
 * stream is given in windows, so that a capture of any size passes through a small buffer.
 */
public interface OctetFeed {

  /**
   * Returns a window into the capture: a segment whose first octet is that at {@code position}. It
   * holds at least {@code needed} octets, unless the capture ends before; it should hold many more,
   * as each call costs. A call may overwrite the window that the call before returned.
   *
   * @param position in octets from the start of the capture; never below that of the call before
   * @param needed 1 to {@link FrameCursor#LARGEST}
   * @throws java.io.UncheckedIOException if the capture cannot be read
   */
  MemorySegment window(long position, int needed);

  /** Returns a feed over a capture that lies in one segment, such as a mapped file. */
  static OctetFeed of(MemorySegment whole) {
    return (position, _) -> whole.asSlice(Math.min(position, whole.byteSize()));
  }
}
