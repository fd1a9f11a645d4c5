package org.mptcpscope.dissector.link;

/** The link types that are read, by the numbers that capture files use (tcpdump.org/linktypes). */
public final class LinkType {
  public static final int NULL = 0;
  public static final int ETHERNET = 1;
  public static final int PPP = 9;

  /** What some systems wrote for {@link #RAW} before it had a number of its own. */
  public static final int RAW_BSD = 12;

  /** As {@link #RAW_BSD}, on OpenBSD. */
  public static final int RAW_OPENBSD = 14;

  /** PPP on a serial line, or Cisco's HDLC. */
  public static final int PPP_SERIAL = 50;

  /** PPP over Ethernet without the Ethernet header. */
  public static final int PPP_ETHER = 51;

  public static final int RAW = 101;

  /** Cisco's HDLC. */
  public static final int C_HDLC = 104;

  public static final int IEEE802_11 = 105;
  public static final int LOOP = 108;
  public static final int LINUX_SLL = 113;
  public static final int IEEE802_11_RADIOTAP = 127;

  /** PPP behind an octet that tells the direction. */
  public static final int PPP_WITH_DIRECTION = 204;

  public static final int IPV4 = 228;
  public static final int IPV6 = 229;

  /**
   * Apple's frames of any interface. What macOS wrote before this number was assigned is 149, which
   * others use for what they like, so that is not read.
   */
  public static final int PKTAP = 258;

  public static final int LINUX_SLL2 = 276;

  private LinkType() {}

  /** Returns whether frames of this link type are read. */
  public static boolean isKnown(int linkType) {
    return switch (linkType) {
      case NULL,
          ETHERNET,
          PPP,
          RAW_BSD,
          RAW_OPENBSD,
          PPP_SERIAL,
          PPP_ETHER,
          RAW,
          C_HDLC,
          IEEE802_11,
          LOOP,
          LINUX_SLL,
          IEEE802_11_RADIOTAP,
          PPP_WITH_DIRECTION,
          IPV4,
          IPV6,
          PKTAP,
          LINUX_SLL2 ->
          true;
      default -> false;
    };
  }

  /** Returns a name for people; an unknown link type is named by its number. */
  public static String name(int linkType) {
    return switch (linkType) {
      case NULL -> "NULL";
      case ETHERNET -> "ETHERNET";
      case PPP -> "PPP";
      case PPP_SERIAL -> "PPP_SERIAL";
      case PPP_ETHER -> "PPP_ETHER";
      case PPP_WITH_DIRECTION -> "PPP_WITH_DIRECTION";
      case C_HDLC -> "C_HDLC";
      case IEEE802_11 -> "IEEE802_11";
      case IEEE802_11_RADIOTAP -> "IEEE802_11_RADIOTAP";
      case PKTAP -> "PKTAP";
      case RAW_BSD, RAW_OPENBSD, RAW -> "RAW";
      case LOOP -> "LOOP";
      case LINUX_SLL -> "LINUX_SLL";
      case IPV4 -> "IPV4";
      case IPV6 -> "IPV6";
      case LINUX_SLL2 -> "LINUX_SLL2";
      case 189 -> "USB_LINUX (189)";
      case 220 -> "USB_LINUX_MMAPPED (220)";
      case 187 -> "BLUETOOTH_HCI_H4 (187)";
      case 253 -> "NETLINK (253)";
      default -> "link type " + linkType;
    };
  }
}
