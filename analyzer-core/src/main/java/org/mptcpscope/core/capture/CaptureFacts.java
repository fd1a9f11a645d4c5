package org.mptcpscope.core.capture;

import java.util.List;
import java.util.SortedMap;

/**
 * What a capture says of itself, as far as it was read.
 *
 * @param frames frames delivered so far
 * @param linkTypes frames of each link type (LINKTYPE_ registry)
 * @param interfaces the interfaces in order of their ids
 * @param cutFrames frames of which the capture kept fewer octets than were on the wire
 * @param octetsKept most octets that were kept of a cut frame; 0 if none was cut
 * @param resolutionNanos coarsest unit of its time stamps, in nanoseconds, at least 1
 * @param timesDiffer whether two frames have different time stamps
 * @param drops frames that the capturing system says it lost; 0 also if it does not say
 * @param framesMoved frames that were delivered at another place than the file has them
 * @param clockStepFrame the first frame whose time is too early for its place, by more than the
 *     look-ahead can mend: timing is lost from there on; 0 if there is none
 */
public record CaptureFacts(
    long frames,
    SortedMap<Integer, Long> linkTypes,
    List<CaptureInterface> interfaces,
    long cutFrames,
    int octetsKept,
    long resolutionNanos,
    boolean timesDiffer,
    long drops,
    long framesMoved,
    int clockStepFrame) {

  /** Whether time stamps can be compared over the whole capture, to the millisecond. */
  public boolean hasTiming() {
    return timesDiffer && clockStepFrame == 0 && resolutionNanos <= 1_000_000;
  }
}
