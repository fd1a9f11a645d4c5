package org.mptcpscope.dissector.mptcp;

import static org.mptcpscope.dissector.Wire.i64;
import static org.mptcpscope.dissector.Wire.u16;

import java.lang.foreign.MemorySegment;
import org.mptcpscope.dissector.Octets;

/**
 * MP_FASTCLOSE: its sender closes the whole connection at once (RFC 8684, section 3.5).
 *
 * @param reserved12 the twelve reserved bits, 0 to 4095
 * @param key the key of the receiver of this option
 */
public record MpFastclose(int reserved12, long key) implements MptcpOption {
  private static final int LENGTH = 12;

  static MptcpOption parse(MemorySegment buffer, long offset, int length) {
    if (length != LENGTH) {
      return Malformed.length(buffer, offset, length, LENGTH);
    }
    return new MpFastclose(u16(buffer, offset + 2) & 0xfff, i64(buffer, offset + 4));
  }

  @Override
  public Octets emit() {
    return new Emitter(LENGTH, subtype(), reserved12 >> 8).u8(reserved12).i64(key).done();
  }

  @Override
  public int subtype() {
    return Subtype.MP_FASTCLOSE;
  }
}
