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

  public static final int RAW = 101;
  public static final int LOOP = 108;
  public static final int LINUX_SLL = 113;
  public static final int IPV4 = 228;
  public static final int IPV6 = 229;
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
          RAW,
          LOOP,
          LINUX_SLL,
          IPV4,
          IPV6,
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
      case RAW_BSD, RAW_OPENBSD, RAW -> "RAW";
      case LOOP -> "LOOP";
      case LINUX_SLL -> "LINUX_SLL";
      case IPV4 -> "IPV4";
      case IPV6 -> "IPV6";
      case LINUX_SLL2 -> "LINUX_SLL2";
      case 105 -> "IEEE802_11 (105)";
      case 127 -> "IEEE802_11_RADIOTAP (127)";
      case 189 -> "USB_LINUX (189)";
      case 220 -> "USB_LINUX_MMAPPED (220)";
      case 187 -> "BLUETOOTH_HCI_H4 (187)";
      case 253 -> "NETLINK (253)";
      default -> "link type " + linkType;
    };
  }
}
