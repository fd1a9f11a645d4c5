package org.mptcpscope.core.export;

import java.nio.ByteBuffer;
import org.mptcpscope.dissector.Octets;

/** Other addresses and ports for those of hosts. */
final class HostMap {
  private static final int WELL_KNOWN = 1024;
  private static final int PORTS = 1 << 16;

  private final AddressMap addresses;
  private final int[] ports;

  /**
   * Makes one.
   *
   * @param withPorts whether ports change too
   */
  HostMap(Secret secret, boolean withPorts) {
    addresses = new AddressMap(secret);
    ports = new int[PORTS];
    for (int i = 0; i < PORTS; i++) {
      ports[i] = i;
    }
    if (withPorts) {
      shuffle(secret, 1, WELL_KNOWN);
      shuffle(secret, WELL_KNOWN, PORTS);
    }
  }

  /** Ports from..to-1 change places; 0, and whether one is well-known, stays. */
  private void shuffle(Secret secret, int from, int to) {
    for (int i = to - 1; i > from; i--) {
      int at = from + (int) Long.remainderUnsigned(secret.number("port", i), i - from);
      int port = ports[i];
      ports[i] = ports[at];
      ports[at] = port;
    }
  }

  int port(int port) {
    return ports[port];
  }

  long mac(long address) {
    return addresses.mac(address);
  }

  int v4(int address) {
    return addresses.v4(address);
  }

  long v6High(long high, long low) {
    return addresses.v6High(high, low);
  }

  long v6Low(long high, long low) {
    return addresses.v6Low(high, low);
  }

  /** Another address of 4 or 16 octets. */
  Octets address(Octets address) {
    if (address.length() == 4) {
      return Octets.of(ByteBuffer.allocate(4).putInt(v4(address.u32(0))).array());
    }
    long high = address.i64(0);
    long low = address.i64(8);
    return Octets.of(
        ByteBuffer.allocate(16).putLong(v6High(high, low)).putLong(v6Low(high, low)).array());
  }
}
