package org.mptcpscope.core.model;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Addresses as reports write them: IPv6 by RFC 5952, never with a host name. */
public final class Addresses {
  private static final int GROUPS = 8;

  private Addresses() {}

  /** {@code 192.0.2.2:443} or {@code [2001:db8::1]:443}. */
  public static String text(InetSocketAddress address) {
    return address.getAddress() instanceof Inet6Address
        ? "[" + text(address.getAddress()) + "]:" + address.getPort()
        : text(address.getAddress()) + ":" + address.getPort();
  }

  /** {@code 192.0.2.2} or {@code 2001:db8::1}. */
  public static String text(InetAddress address) {
    return address instanceof Inet6Address ? text6(address.getAddress()) : address.getHostAddress();
  }

  private static String text6(byte[] octets) {
    int[] groups = new int[GROUPS];
    for (int i = 0; i < GROUPS; i++) {
      groups[i] = (octets[2 * i] & 0xff) << 8 | (octets[2 * i + 1] & 0xff);
    }
    int start = -1;
    int length = 1;
    for (int i = 0; i < GROUPS; i++) {
      int run = zeros(groups, i);
      if (run > length) {
        start = i;
        length = run;
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < GROUPS; i++) {
      if (i == start) {
        text.append("::");
        i += length - 1;
      } else {
        boolean separate = !text.isEmpty() && text.charAt(text.length() - 1) != ':';
        text.append(separate ? ":" : "").append(Integer.toHexString(groups[i]));
      }
    }
    return text.toString();
  }

  private static int zeros(int[] groups, int from) {
    int to = from;
    while (to < GROUPS && groups[to] == 0) {
      to++;
    }
    return to - from;
  }
}
