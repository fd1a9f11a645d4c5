package org.mptcpscope.dissector.link;

/** What follows a link or tunnel header, or why nothing does. */
enum Network {
  IPV4,
  IPV6,
  /** Something else, as ARP. */
  OTHER,
  /** See {@link LinkHeader#notRead}. */
  NOT_READ,
  UNKNOWN_LINK,
  TRUNCATED,
  MALFORMED;

  boolean isIp() {
    return this == IPV4 || this == IPV6;
  }
}
