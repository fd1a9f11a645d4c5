package org.mptcpscope.dissector.link;

import static org.mptcpscope.dissector.Wire.i32;
import static org.mptcpscope.dissector.Wire.u16;
import static org.mptcpscope.dissector.Wire.u8;

/**
 * An 802.11 frame, with or without a radiotap header. Data frames that are not encrypted are read;
 * all fields are little-endian.
 */
final class WifiHeader {
  private static final int TYPE_AND_VERSION = 0x0f;
  private static final int DATA = 0x08;
  private static final int NO_DATA = 0x40;
  private static final int QOS = 0x80;

  private static final int TO_DS = 0x01;
  private static final int FROM_DS = 0x02;
  private static final int MORE_FRAGMENTS = 0x04;
  private static final int RETRY = 0x08;
  private static final int PROTECTED = 0x40;
  private static final int HT_CONTROL = 0x80;

  private static final int AGGREGATED = 0x80;
  private static final int BASIC_HEADER = 24;

  /** Bits of radiotap's present word and of its flags. */
  private static final int TSFT = 1;

  private static final int FLAGS = 2;
  private static final int PADDED = 0x20;
  private static final int DAMAGED = 0x40;

  private final LinkHeader link;

  WifiHeader(LinkHeader link) {
    this.link = link;
  }

  Network radiotap(long offset) {
    if (link.missing(offset, 8)) {
      return Network.TRUNCATED;
    }
    int length = swapped16(offset + 2);
    if (u8(link.buffer(), offset) != 0 || length < 8) {
      return Network.MALFORMED;
    }
    if (link.missing(offset, length)) {
      return Network.TRUNCATED;
    }
    int flags = flags(offset, length);
    if ((flags & DAMAGED) != 0) {
      return link.not(NotRead.DAMAGED_WIFI);
    }
    return frame(offset + length, (flags & PADDED) != 0);
  }

  /** The flags field of radiotap, 0 if there is none. */
  private int flags(long offset, int length) {
    int present = Integer.reverseBytes(i32(link.buffer(), offset + 4));
    if ((present & FLAGS) == 0) {
      return 0;
    }
    int at = 8;
    for (int more = present; more < 0 && at + 4 <= length; at += 4) {
      more = Integer.reverseBytes(i32(link.buffer(), offset + at));
    }
    if ((present & TSFT) != 0) {
      at = (at + 7 & -8) + 8;
    }
    return at < length ? u8(link.buffer(), offset + at) : 0;
  }

  Network frame(long offset) {
    return frame(offset, false);
  }

  private Network frame(long offset, boolean padded) {
    if (link.missing(offset, 2)) {
      return Network.TRUNCATED;
    }
    int control = u8(link.buffer(), offset);
    int flags = u8(link.buffer(), offset + 1);
    if ((control & TYPE_AND_VERSION) != DATA || (control & NO_DATA) != 0) {
      return Network.OTHER;
    }
    boolean qos = (control & QOS) != 0;
    int ds = flags & (TO_DS | FROM_DS);
    int length = BASIC_HEADER + (ds == (TO_DS | FROM_DS) ? 6 : 0);
    int qosAt = length;
    length += qos ? 2 : 0;
    length += qos && (flags & HT_CONTROL) != 0 ? 4 : 0;
    if (padded) {
      length = length + 3 & -4;
    }
    if (link.missing(offset, length)) {
      return Network.TRUNCATED;
    }
    if ((flags & PROTECTED) != 0) {
      return link.not(NotRead.PROTECTED_WIFI);
    }
    if ((flags & MORE_FRAGMENTS) != 0 || (u8(link.buffer(), offset + 22) & 0x0f) != 0) {
      return link.not(NotRead.FRAGMENTED_WIFI);
    }
    if (qos && (u8(link.buffer(), offset + qosAt) & AGGREGATED) != 0) {
      return link.not(NotRead.AGGREGATED_WIFI);
    }
    // An access point sends on what it received, and either may have to repeat it.
    link.mixPlace(flags & (TO_DS | FROM_DS | RETRY));
    return link.llc(offset + length);
  }

  private int swapped16(long offset) {
    return Short.reverseBytes((short) u16(link.buffer(), offset)) & 0xffff;
  }
}
