package org.mptcpscope.dissector.mptcp;

import static org.mptcpscope.dissector.Wire.i64;
import static org.mptcpscope.dissector.Wire.u16;
import static org.mptcpscope.dissector.Wire.u8;

import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.dissector.ip.IpAddress;

/**
 * ADD_ADDR: an address of its sender, or the echo of one (RFC 8684, section 3.4.1; RFC 6824,
 * section 3.4.1). The length alone says what it carries: 8, 10, 16 and 18 octets an IPv4 address,
 * 20, 22, 28 and 30 an IPv6 address; a port is 2 of them and an HMAC, which version 0 has not, 8.
 *
 * @param nibble the four bits behind the subtype: {@link #echo} and three reserved bits in version
 *     1, {@link #ipVersion} in version 0
 * @param addressId of the address
 * @param address its 4 or 16 octets
 * @param port 0 to 65535, or -1 if absent
 * @param hasHmac whether there is an HMAC
 * @param hmac its 64 bits, or 0 if absent
 */
public record AddAddr(
    int nibble, int addressId, Octets address, int port, boolean hasHmac, long hmac)
    implements MptcpOption {

  static MptcpOption parse(MemorySegment buffer, long offset, int length) {
    boolean hasPort = length == 10 || length == 18 || length == 22 || length == 30;
    boolean hasHmac = length == 16 || length == 18 || length == 28 || length == 30;
    int size = length - 4 - (hasPort ? 2 : 0) - (hasHmac ? 8 : 0);
    if (size != 4 && size != 16) {
      return Malformed.length(buffer, offset, length, 8, 10, 16, 18, 20, 22, 28, 30);
    }
    long behind = offset + 4 + size;
    return new AddAddr(
        u8(buffer, offset + 2) & 0xf,
        u8(buffer, offset + 3),
        Octets.copyOf(buffer, offset + 4, size),
        hasPort ? u16(buffer, behind) : -1,
        hasHmac,
        hasHmac ? i64(buffer, behind + (hasPort ? 2 : 0)) : 0);
  }

  /** Returns the form of version 1 that advertises an address; {@code port} may be -1. */
  public static AddAddr advertise(int addressId, InetAddress address, int port, long hmac) {
    return new AddAddr(0, addressId, Octets.of(address.getAddress()), port, true, hmac);
  }

  /** Returns the form of version 1 that echoes an address; {@code port} may be -1. */
  public static AddAddr echo(int addressId, InetAddress address, int port) {
    return new AddAddr(1, addressId, Octets.of(address.getAddress()), port, false, 0);
  }

  /** Returns the form of version 0; {@code port} may be -1. */
  public static AddAddr version0(int addressId, InetAddress address, int port) {
    Octets octets = Octets.of(address.getAddress());
    return new AddAddr(octets.length() == 4 ? 4 : 6, addressId, octets, port, false, 0);
  }

  @Override
  public Octets emit() {
    int length = 4 + address.length() + (hasPort() ? 2 : 0) + (hasHmac ? 8 : 0);
    Emitter out = new Emitter(length, subtype(), nibble).u8(addressId).octets(address);
    if (hasPort()) {
      out.u16(port);
    }
    if (hasHmac) {
      out.i64(hmac);
    }
    return out.done();
  }

  @Override
  public int subtype() {
    return Subtype.ADD_ADDR;
  }

  /** Returns flag E of version 1. */
  public boolean echo() {
    return (nibble & 1) != 0;
  }

  /** Returns the three reserved bits of version 1, 0 to 7. */
  public int reserved() {
    return nibble >> 1;
  }

  /** Returns what version 0 has in the same four bits: 4 or 6 if it is right. */
  public int ipVersion() {
    return nibble;
  }

  public boolean hasPort() {
    return port >= 0;
  }

  /** Returns the address; an IPv4-mapped one as an IPv4 address, which it is. */
  public InetAddress inetAddress() {
    return address.length() == 4
        ? IpAddress.of(0, IpAddress.lowOf(address.u32(0)))
        : IpAddress.of(address.i64(0), address.i64(8));
  }

  /**
   * Returns the octets that the HMAC is computed over: Address ID, address and port, 0 if absent.
   */
  public Octets hmacMessage() {
    return hmacMessage(addressId, address, hasPort() ? port : 0);
  }

  static Octets hmacMessage(int addressId, Octets address, int port) {
    return Octets.of(
        ByteBuffer.allocate(3 + address.length())
            .put((byte) addressId)
            .put(address.toArray())
            .putShort((short) port)
            .array());
  }
}
