package org.mptcpscope.dissector;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.lang.foreign.MemorySegment;

/** In a normal build this replays the stored inputs; {@code ./dev fuzz} looks for new ones. */
class HostileFuzzTest {
  private final Hostile hostile = new Hostile();

  @FuzzTest(maxDuration = "60s")
  void captures(byte[] octets) {
    hostile.capture(Native.of(octets));
  }

  /** The first octet chooses the link type, the second how much of the frame is captured. */
  @FuzzTest(maxDuration = "60s")
  void frames(byte[] octets) {
    if (octets.length < 2) {
      return;
    }
    int linkType = Hostile.LINK_TYPES.get((octets[0] & 0xff) % Hostile.LINK_TYPES.size());
    MemorySegment frame = Native.of(octets).asSlice(2);
    int wire = (int) frame.byteSize();
    hostile.frame(frame, 0, Math.max(0, wire - (octets[1] & 0xff)), wire, linkType);
    hostile.frame(frame, 0, wire, wire, linkType);
  }

  @FuzzTest(maxDuration = "60s")
  void optionAreas(byte[] octets) {
    hostile.area(Native.of(octets));
  }
}
