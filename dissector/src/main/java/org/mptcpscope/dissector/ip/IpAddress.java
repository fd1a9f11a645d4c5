package org.mptcpscope.dissector.ip;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * IP addresses as two longs. An IPv4 address is held as the IPv4-mapped IPv6 address {@code
 * ::ffff:a.b.c.d} (RFC 4291, section 2.5.5.2), so that both writings of it are one address.
 */
public final class IpAddress {
  private static final long MAPPED = 0xffff_0000_0000L;

  private IpAddress() {}

  /** Returns the low long of an IPv4 address; its high long is 0. */
  public static long lowOf(int ipv4) {
    return MAPPED | (ipv4 & 0xffff_ffffL);
  }

  /** Returns whether the pair is an IPv4 address. */
  public static boolean isIpv4(long high, long low) {
    return high == 0 && low >>> 32 == 0xffff;
  }

  /** Returns the pair as an address; an IPv4-mapped one is an {@link java.net.Inet4Address}. */
  public static InetAddress of(long high, long low) {
    byte[] octets =
        isIpv4(high, low)
            ? ByteBuffer.allocate(4).putInt((int) low).array()
            : ByteBuffer.allocate(16).putLong(high).putLong(low).array();
    try {
      return InetAddress.getByAddress(octets);
    } catch (UnknownHostException e) {
      throw new AssertionError("4 and 16 octets are always an address", e);
    }
  }

  /** Returns the first 64 bits of an address, 0 for IPv4. */
  public static long high(InetAddress address) {
    byte[] octets = address.getAddress();
    return octets.length == 4 ? 0 : ByteBuffer.wrap(octets).getLong();
  }

  /** Returns the last 64 bits of an address, in the mapped form for IPv4. */
  public static long low(InetAddress address) {
    byte[] octets = address.getAddress();
    return octets.length == 4
        ? lowOf(ByteBuffer.wrap(octets).getInt())
        : ByteBuffer.wrap(octets).getLong(8);
  }
}
