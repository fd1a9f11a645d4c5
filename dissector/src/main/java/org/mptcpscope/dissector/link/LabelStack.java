package org.mptcpscope.dissector.link;

import static org.mptcpscope.dissector.Wire.i32;
import static org.mptcpscope.dissector.Wire.u16;
import static org.mptcpscope.dissector.Wire.u8;

/**
 * An MPLS label stack (RFC 3032) and what lies below it. No label says what that is, so it is IP if
 * it looks like IP; an Ethernet pseudowire (RFC 4448), with or without control word, if its frame
 * has IP that looks like it.
 */
final class LabelStack {
  private static final int BOTTOM = 0x100;
  private static final int CONTROL_WORD = 4;

  private final LinkHeader link;

  LabelStack(LinkHeader link) {
    this.link = link;
  }

  Network read(long offset) {
    long at = offset;
    int entry;
    do {
      if (link.missing(at, 4)) {
        return Network.TRUNCATED;
      }
      entry = i32(link.buffer(), at);
      at += 4;
    } while ((entry & BOTTOM) == 0);
    link.mixPlace(entry >>> 12);
    Network ip = link.probable(at);
    if (ip == Network.TRUNCATED || ip.isIp() && link.fills(at)) {
      return ip;
    }
    // Padded, or an Ethernet address that begins with 4 or 6.
    Network bridged = pseudowire(at);
    return ip.isIp() && !bridged.isIp() ? link.at(at, ip) : bridged;
  }

  private Network pseudowire(long offset) {
    Network found = Network.NOT_READ;
    int nibble = u8(link.buffer(), offset) >> 4;
    if (nibble == 0) {
      found = ethernet(offset + CONTROL_WORD);
    } else if (nibble == 1) {
      // An associated channel (RFC 5586): operation and maintenance.
      return Network.OTHER;
    }
    if (found == Network.NOT_READ) {
      found = ethernet(offset);
    }
    return found;
  }

  /** Reads an Ethernet frame, if it is one for sure. */
  private Network ethernet(long offset) {
    if (!link.shim()) {
      return link.not(NotRead.TOO_DEEP);
    }
    if (link.missing(offset, 14)) {
      return Network.TRUNCATED;
    }
    Network network = link.probable(link.ethernet(offset));
    if (network == Network.OTHER && !isKnown(u16(link.buffer(), offset + 12))) {
      return link.not(NotRead.MPLS_PAYLOAD);
    }
    return network;
  }

  /** Types that say that this is Ethernet, though there is no IP: ARP, 802.1X, LACP, LLDP. */
  private static boolean isKnown(int etherType) {
    return switch (etherType) {
      case 0x0806, 0x888e, 0x8809, 0x88cc -> true;
      default -> false;
    };
  }
}
