package org.mptcpscope.dissector.mptcp;

import static org.mptcpscope.dissector.Wire.u16;

import java.lang.foreign.MemorySegment;
import org.mptcpscope.dissector.Octets;

/**
 * MP_JOIN on the third packet: the joiner proves that it knows the keys (RFC 8684, section 3.2,
 * figure 7).
 *
 * @param reserved12 the twelve reserved bits, 0 to 4095
 * @param hmac the leftmost 160 bits of the sender's HMAC: 20 octets
 */
public record MpJoinAck(int reserved12, Octets hmac) implements MptcpOption {
  private static final int LENGTH = 24;

  static MptcpOption parse(MemorySegment buffer, long offset, int length) {
    if (length != LENGTH) {
      return Malformed.length(buffer, offset, length, LENGTH);
    }
    return new MpJoinAck(
        u16(buffer, offset + 2) & 0xfff, Octets.copyOf(buffer, offset + 4, LENGTH - 4));
  }

  @Override
  public Octets emit() {
    return new Emitter(4 + hmac.length(), subtype(), reserved12 >> 8)
        .u8(reserved12)
        .octets(hmac)
        .done();
  }

  @Override
  public int subtype() {
    return Subtype.MP_JOIN;
  }
}
