package org.mptcpscope.core.capture;

/**
 * Frames that passed an interface and are not in its capture.
 *
 * @param received frames that the system gave to the capture, lost ones included
 * @param bySystem frames for which the system's buffer had no room
 * @param byInterface frames that the interface or its driver lost
 * @param here frames for which this program had no room
 */
public record CaptureDrops(long received, long bySystem, long byInterface, long here) {
  static final CaptureDrops NONE = new CaptureDrops(0, 0, 0, 0);

  /** All that was lost. */
  public long total() {
    return bySystem + byInterface + here;
  }
}
