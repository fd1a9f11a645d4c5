package org.mptcpscope.dissector.mptcp;

import static org.mptcpscope.dissector.Wire.u8;

import java.lang.foreign.MemorySegment;
import org.mptcpscope.dissector.Octets;

/**
 * REMOVE_ADDR: addresses that its sender has no more (RFC 8684, section 3.4.2).
 *
 * @param reserved the four reserved bits, 0 to 15
 * @param ids one octet for each Address ID, at least one
 */
public record RemoveAddr(int reserved, Octets ids) implements MptcpOption {
  static MptcpOption parse(MemorySegment buffer, long offset, int length) {
    if (length < 4) {
      return Malformed.length(buffer, offset, length, 4);
    }
    return new RemoveAddr(
        u8(buffer, offset + 2) & 0xf, Octets.copyOf(buffer, offset + 3, length - 3));
  }

  @Override
  public Octets emit() {
    return new Emitter(3 + ids.length(), subtype(), reserved).octets(ids).done();
  }

  @Override
  public int subtype() {
    return Subtype.REMOVE_ADDR;
  }
}
