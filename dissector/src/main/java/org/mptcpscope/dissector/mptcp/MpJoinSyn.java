package org.mptcpscope.dissector.mptcp;

import static org.mptcpscope.dissector.Wire.i32;
import static org.mptcpscope.dissector.Wire.u8;

import java.lang.foreign.MemorySegment;
import org.mptcpscope.dissector.Octets;

/**
 * MP_JOIN on a SYN: a new subflow of an existing connection (RFC 8684, section 3.2, figure 5).
 *
 * @param backup flag B: this subflow is to be used as backup
 * @param reserved the three reserved bits, 0 to 7
 * @param addressId of the source address
 * @param token of the receiver of this option
 * @param nonce of the sender
 */
public record MpJoinSyn(boolean backup, int reserved, int addressId, int token, int nonce)
    implements MptcpOption {
  private static final int LENGTH = 12;

  static MptcpOption parse(MemorySegment buffer, long offset, int length) {
    if (length != LENGTH) {
      return Malformed.length(buffer, offset, length, LENGTH);
    }
    int nibble = u8(buffer, offset + 2) & 0xf;
    return new MpJoinSyn(
        (nibble & 1) != 0,
        nibble >> 1,
        u8(buffer, offset + 3),
        i32(buffer, offset + 4),
        i32(buffer, offset + 8));
  }

  @Override
  public Octets emit() {
    return new Emitter(LENGTH, subtype(), reserved << 1 | (backup ? 1 : 0))
        .u8(addressId)
        .i32(token)
        .i32(nonce)
        .done();
  }

  @Override
  public int subtype() {
    return Subtype.MP_JOIN;
  }
}
