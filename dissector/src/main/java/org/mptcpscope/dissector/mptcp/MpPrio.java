package org.mptcpscope.dissector.mptcp;

import static org.mptcpscope.dissector.Wire.u8;

import java.lang.foreign.MemorySegment;
import org.mptcpscope.dissector.Octets;

/**
 * MP_PRIO: its sender wants a subflow as backup, or as a regular one again (RFC 8684, section
 * 3.3.8; RFC 6824, section 3.3.8, which allows an Address ID).
 *
 * @param reserved the three reserved bits, 0 to 7
 * @param backup flag B
 * @param addressId 0 to 255, or -1 if absent, as version 1 demands
 */
public record MpPrio(int reserved, boolean backup, int addressId) implements MptcpOption {
  static MptcpOption parse(MemorySegment buffer, long offset, int length) {
    if (length > 4) {
      return Malformed.length(buffer, offset, length, 3, 4);
    }
    int nibble = u8(buffer, offset + 2) & 0xf;
    return new MpPrio(nibble >> 1, (nibble & 1) != 0, length == 4 ? u8(buffer, offset + 3) : -1);
  }

  @Override
  public Octets emit() {
    Emitter out = new Emitter(hasAddressId() ? 4 : 3, subtype(), reserved << 1 | (backup ? 1 : 0));
    return (hasAddressId() ? out.u8(addressId) : out).done();
  }

  @Override
  public int subtype() {
    return Subtype.MP_PRIO;
  }

  public boolean hasAddressId() {
    return addressId >= 0;
  }
}
