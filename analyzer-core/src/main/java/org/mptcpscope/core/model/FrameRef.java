package org.mptcpscope.core.model;

/**
 * A captured frame: what every finding, plot mark and table row links by.
 *
 * @param number counts from 1 in file order, as Wireshark's frame.number
 * @param time nanoseconds since the time stamp of frame 1; negative if that frame is younger
 */
public record FrameRef(int number, long time) {

  /** True if this frame was captured before the other one, by time and then by number. */
  public boolean isBefore(FrameRef other) {
    return time != other.time ? time < other.time : number < other.number;
  }
}
