package org.mptcpscope.dissector.mptcp;

import static org.mptcpscope.dissector.Wire.u8;

import java.lang.foreign.MemorySegment;
import org.mptcpscope.dissector.Octets;

/**
 * An option of subtype 0xf, which is for private use and has no format (RFC 8684, section 7.2).
 *
 * @param nibble the four bits behind the subtype
 * @param body the octets behind them
 */
public record MpExperimental(int nibble, Octets body) implements MptcpOption {
  static MptcpOption parse(MemorySegment buffer, long offset, int length) {
    return new MpExperimental(
        u8(buffer, offset + 2) & 0xf, Octets.copyOf(buffer, offset + 3, length - 3));
  }

  @Override
  public Octets emit() {
    return new Emitter(3 + body.length(), subtype(), nibble).octets(body).done();
  }

  @Override
  public int subtype() {
    return Subtype.MP_EXPERIMENTAL;
  }
}
