package org.mptcpscope.dissector.link;

import static org.mptcpscope.dissector.Wire.i32;
import static org.mptcpscope.dissector.Wire.u8;

/**
 * The header by which macOS tells of each frame which interface and which program it belongs to:
 * its length, a record type and the link type of what follows; the interface's name at 12, flags at
 * 36. In the byte order of the capturing host, which is little-endian.
 */
final class PktapHeader {
  private static final int SHORTEST = 40;
  private static final int LONGEST = 4096;
  private static final int PACKET = 1;
  private static final int INCOMING = 1;
  private static final int OUTGOING = 2;

  private final LinkHeader link;

  PktapHeader(LinkHeader link) {
    this.link = link;
  }

  Network frame(long offset) {
    if (link.missing(offset, SHORTEST)) {
      return Network.TRUNCATED;
    }
    int length = swapped(offset);
    if (length < SHORTEST || length > LONGEST) {
      return Network.MALFORMED;
    }
    if (swapped(offset + 4) != PACKET) {
      return Network.OTHER;
    }
    int flags = swapped(offset + 36);
    link.direction(
        switch (flags & (INCOMING | OUTGOING)) {
          case INCOMING -> Direction.INCOMING;
          case OUTGOING -> Direction.OUTGOING;
          default -> Direction.UNKNOWN;
        });
    for (int i = 12; i < 36; i++) {
      link.mixPlace(u8(link.buffer(), offset + i));
    }
    Network network = link.plain(swapped(offset + 8), offset + length);
    return network == Network.UNKNOWN_LINK ? link.not(NotRead.PKTAP_LINK) : network;
  }

  private int swapped(long offset) {
    return Integer.reverseBytes(i32(link.buffer(), offset));
  }
}
