package org.mptcpscope.core.reconstruct;

import java.net.InetAddress;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.dissector.ip.IpAddress;

/** Signs that a capture was written by a program rather than taken from a wire (facts 5.2). */
final class SyntheticSigns {
  private static final int ENOUGH = 3;
  private static final int SMALL = 1 << 16;

  private final ConnectionState connection;

  SyntheticSigns(ConnectionState connection) {
    this.connection = connection;
  }

  boolean isSynthetic() {
    SubflowState initial = connection.initial;
    if (initial == null) {
      return false;
    }
    int signs = 0;
    DirectionState a = initial.direction(Side.INITIATOR);
    DirectionState b = initial.direction(Side.LISTENER);
    if (a.isnKnown
        && b.isnKnown
        && isSmall(a.isn & 0xffff_ffffL)
        && isSmall(b.isn & 0xffff_ffffL)) {
      signs++;
    }
    if (hasSmallKey(Side.INITIATOR) && hasSmallKey(Side.LISTENER)) {
      signs++;
    }
    if (!a.anyTsVal && !b.anyTsVal) {
      signs++;
    }
    if (isDocumentation(initial.addressOf(Side.INITIATOR).getAddress())
        || isDocumentation(initial.addressOf(Side.LISTENER).getAddress())) {
      signs++;
    }
    if (!a.oddTime && !b.oddTime) {
      signs++;
    }
    if (!a.anyIpId && !b.anyIpId) {
      signs++;
    }
    return signs >= ENOUGH;
  }

  private static boolean isSmall(long number) {
    return number >= 0 && number < SMALL;
  }

  private boolean hasSmallKey(Side side) {
    HostState host = connection.host(side);
    return host.keyKnown && isSmall(host.key);
  }

  /** RFC 5737 and RFC 3849. */
  private static boolean isDocumentation(InetAddress address) {
    long high = IpAddress.high(address);
    long low = IpAddress.low(address);
    if (!IpAddress.isIpv4(high, low)) {
      return high >>> 32 == 0x2001_0db8L;
    }
    int net = (int) (low >>> 8) & 0xff_ffff;
    return net == 0xc0_0002 || net == 0xc6_3364 || net == 0xcb_0071;
  }
}
