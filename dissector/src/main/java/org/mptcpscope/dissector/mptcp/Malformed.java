package org.mptcpscope.dissector.mptcp;

import static org.mptcpscope.dissector.Wire.u8;

import java.lang.foreign.MemorySegment;
import org.mptcpscope.dissector.Flaw;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.dissector.tcp.OptionCursor;

/**
 * Octets that were meant as an MPTCP option but are none.
 *
 * @param kind the kind octet, 0 to 255, or -1 if not even that is there
 * @param subtype 0 to 15, or -1 if it cannot be read
 * @param flaw what is wrong and where
 * @param octets all octets of the option that are there
 */
public record Malformed(int kind, int subtype, Flaw flaw, Octets octets) implements MptcpOption {

  @Override
  public Octets emit() {
    return octets;
  }

  /** Returns the option that broke the option area, where {@link OptionCursor#broken} says so. */
  public static Malformed of(OptionCursor at) {
    long left = Math.min(at.left(), at.buffer().byteSize() - at.offset());
    int present = (int) Math.max(0, Math.min(left, Math.max(at.flaw().needed(), 3)));
    return of(at.buffer(), at.offset(), present, at.flaw());
  }

  /** An option that is too short for a subtype, or whose length octet is not true. */
  static Malformed area(MemorySegment buffer, long offset, int length, int present) {
    return of(buffer, offset, present, new Flaw(Flaw.Kind.AREA, 0, Math.max(3, length), present));
  }

  /** An option of a length that none of its kind has; one of {@code legal} would do. */
  static Malformed length(MemorySegment buffer, long offset, int length, int... legal) {
    int nearest = legal[legal.length - 1];
    for (int i = legal.length - 1; i >= 0 && legal[i] >= length; i--) {
      nearest = legal[i];
    }
    return of(buffer, offset, length, new Flaw(Flaw.Kind.LENGTH, 1, nearest, length));
  }

  private static Malformed of(MemorySegment buffer, long offset, int present, Flaw flaw) {
    return new Malformed(
        present < 1 ? -1 : u8(buffer, offset),
        present < 3 ? -1 : u8(buffer, offset + 2) >> 4,
        flaw,
        Octets.copyOf(buffer, offset, present));
  }
}
