package org.mptcpscope.dissector;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HexFormat;

/** Off-heap segments of exactly some octets, so that a reader that goes too far fails. */
public final class Native {
  private Native() {}

  public static MemorySegment of(byte... octets) {
    return Arena.ofAuto()
        .allocate(Math.max(1, octets.length))
        .asSlice(0, octets.length)
        .copyFrom(MemorySegment.ofArray(octets));
  }

  /** Octets in hexadecimal, blanks and line ends ignored. */
  public static MemorySegment hex(String... digits) {
    return of(HexFormat.of().parseHex(String.join("", digits).replaceAll("\\s", "")));
  }
}
