package org.mptcpscope.dissector.mptcp;

import static org.mptcpscope.dissector.Wire.i32;
import static org.mptcpscope.dissector.Wire.i64;
import static org.mptcpscope.dissector.Wire.u8;

import java.lang.foreign.MemorySegment;
import org.mptcpscope.dissector.Octets;

/**
 * MP_JOIN on a SYN/ACK: the answer to a join (RFC 8684, section 3.2, figure 6).
 *
 * @param backup flag B: this subflow is to be used as backup
 * @param reserved the three reserved bits, 0 to 7
 * @param addressId of the source address
 * @param hmac the leftmost 64 bits of the sender's HMAC
 * @param nonce of the sender
 */
public record MpJoinSynAck(boolean backup, int reserved, int addressId, long hmac, int nonce)
    implements MptcpOption {
  private static final int LENGTH = 16;

  static MptcpOption parse(MemorySegment buffer, long offset, int length) {
    if (length != LENGTH) {
      return Malformed.length(buffer, offset, length, LENGTH);
    }
    int nibble = u8(buffer, offset + 2) & 0xf;
    return new MpJoinSynAck(
        (nibble & 1) != 0,
        nibble >> 1,
        u8(buffer, offset + 3),
        i64(buffer, offset + 4),
        i32(buffer, offset + 12));
  }

  @Override
  public Octets emit() {
    return new Emitter(LENGTH, subtype(), reserved << 1 | (backup ? 1 : 0))
        .u8(addressId)
        .i64(hmac)
        .i32(nonce)
        .done();
  }

  @Override
  public int subtype() {
    return Subtype.MP_JOIN;
  }
}
