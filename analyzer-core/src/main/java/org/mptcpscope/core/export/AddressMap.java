package org.mptcpscope.core.export;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.mptcpscope.dissector.ip.IpAddress;

/**
 * Other addresses for those of a capture. Two addresses with the first n bits in common have as
 * many in common afterwards (as Crypto-PAn has it), and an address stays of its kind: what is
 * private, loopback, link-local, multicast, documentation or unspecified before is so afterwards,
 * and nothing else becomes so. What is of no host, such as the broadcast address, is its own.
 */
final class AddressMap {
  private static final int V4_BITS = 32;
  private static final int V6_BITS = 128;

  /** More addresses are worked out again. */
  private static final int MOST_KEPT = 1 << 18;

  private static final String[] V4_KINDS = {
    "0.0.0.0/8",
    "0.0.0.0/32",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.2.0/24",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "240.0.0.0/4",
    "255.255.255.255/32"
  };

  private static final String[] V6_KINDS = {
    "::/128",
    "::1/128",
    "::/8",
    "64:ff9b::/96",
    "2001::/32",
    "2001:db8::/32",
    "2002::/16",
    "fc00::/7",
    "fe80::/10",
    "fec0::/10",
    "ff00::/8"
  };

  /** The first bits of an address, the others being 0. */
  private record Prefix(long high, long low, int bits) {
    static Prefix of(long high, long low, int bits) {
      long keptHigh = bits == 0 ? 0 : bits >= Long.SIZE ? high : high & -1L << Long.SIZE - bits;
      int below = bits - Long.SIZE;
      long keptLow = below <= 0 ? 0 : below >= Long.SIZE ? low : low & -1L << Long.SIZE - below;
      return new Prefix(keptHigh, keptLow, bits);
    }
  }

  private record Address(long high, long low) {}

  private final Secret secret;
  private final Set<Prefix> forksV4 = forks(V4_KINDS, V4_BITS);
  private final Set<Prefix> forksV6 = forks(V6_KINDS, V6_BITS);
  private final Map<Address, Address> known = new HashMap<>();

  AddressMap(Secret secret) {
    this.secret = secret;
  }

  /** The prefixes behind which one of the kinds lies beside others: the next bit stays. */
  private static Set<Prefix> forks(String[] kinds, int size) {
    Set<Prefix> forks = new HashSet<>();
    for (String kind : kinds) {
      int slash = kind.indexOf('/');
      var address = java.net.InetAddress.ofLiteral(kind.substring(0, slash));
      long high = IpAddress.high(address);
      long low = IpAddress.low(address);
      if (size == V4_BITS) {
        high = low << V4_BITS;
        low = 0;
      }
      for (int bits = Integer.parseInt(kind.substring(slash + 1)) - 1; bits >= 0; bits--) {
        forks.add(Prefix.of(high, low, bits));
      }
    }
    return forks;
  }

  /** Another IPv4 address. */
  int v4(int address) {
    Address mapped = mapped(new Address(0, IpAddress.lowOf(address)));
    return (int) mapped.low;
  }

  /** The first half of another IPv6 address; one that holds an IPv4 address holds another one. */
  long v6High(long high, long low) {
    return mapped(new Address(high, low)).high;
  }

  /** The second half. */
  long v6Low(long high, long low) {
    return mapped(new Address(high, low)).low;
  }

  private Address mapped(Address address) {
    Address mapped = known.get(address);
    if (mapped == null) {
      mapped =
          IpAddress.isIpv4(address.high, address.low)
              ? new Address(
                  0,
                  IpAddress.lowOf((int) (flipped(address.low << V4_BITS, 0, V4_BITS).high >>> 32)))
              : flipped(address.high, address.low, V6_BITS);
      if (known.size() == MOST_KEPT) {
        known.clear();
      }
      known.put(address, mapped);
    }
    return mapped;
  }

  private Address flipped(long high, long low, int size) {
    Set<Prefix> forks = size == V4_BITS ? forksV4 : forksV6;
    long newHigh = high;
    long newLow = low;
    for (int bits = 0; bits < size; bits++) {
      Prefix before = Prefix.of(high, low, bits);
      boolean flip =
          !forks.contains(before)
              && (secret.number("address", size, bits, before.high, before.low) & 1) != 0;
      if (flip && bits < Long.SIZE) {
        newHigh ^= 1L << Long.SIZE - 1 - bits;
      } else if (flip) {
        newLow ^= 1L << 2 * Long.SIZE - 1 - bits;
      }
    }
    return new Address(newHigh, newLow);
  }

  /**
   * Another link-layer address of six octets: the vendor is another one, the same for all addresses
   * that had the same. Whether it is of a group and who gave it stays; all ones and zero stay.
   */
  long mac(long address) {
    long vendor = address >>> 24;
    boolean isNone = address == 0 || address == 0xffff_ffff_ffffL;
    if (isNone) {
      return address;
    }
    long kind = vendor & 0x03_0000;
    long otherVendor = secret.number("vendor", vendor) & 0xfc_ffff;
    return (otherVendor | kind) << 24 | secret.number("station", address) & 0xff_ffff;
  }
}
