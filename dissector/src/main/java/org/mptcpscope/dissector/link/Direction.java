package org.mptcpscope.dissector.link;

/** Which way a frame went, as far as the link header says. */
public enum Direction {
  /** The link header does not say. */
  UNKNOWN,
  /** To the host that captured it; broadcast and multicast too. */
  INCOMING,
  /** From the host that captured it. */
  OUTGOING,
  /** From another host to another host. */
  OTHER
}
