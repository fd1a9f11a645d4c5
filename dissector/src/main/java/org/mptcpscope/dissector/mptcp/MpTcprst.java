package org.mptcpscope.dissector.mptcp;

import static org.mptcpscope.dissector.Wire.u8;

import java.lang.foreign.MemorySegment;
import org.mptcpscope.dissector.Octets;

/**
 * MP_TCPRST: why this subflow is reset (RFC 8684, section 3.6; version 1 only).
 *
 * @param flags the four bits U, V, W, T, U being 8
 * @param reason 0 to 255
 */
public record MpTcprst(int flags, int reason) implements MptcpOption {
  private static final int LENGTH = 4;

  static MptcpOption parse(MemorySegment buffer, long offset, int length) {
    if (length != LENGTH) {
      return Malformed.length(buffer, offset, length, LENGTH);
    }
    return new MpTcprst(u8(buffer, offset + 2) & 0xf, u8(buffer, offset + 3));
  }

  @Override
  public Octets emit() {
    return new Emitter(LENGTH, subtype(), flags).u8(reason).done();
  }

  @Override
  public int subtype() {
    return Subtype.MP_TCPRST;
  }

  /** Returns flag T: the cause is transient, the subflow may be tried again. */
  public boolean isTransient() {
    return (flags & 1) != 0;
  }

  /** Returns the reserved bits U, V and W in their place: 0xe of the flags. */
  public int reserved() {
    return flags & 0xe;
  }
}
