package org.mptcpscope.core.model;

/** How a connection became known. */
public enum Origin {
  /** Its first SYN carried MP_CAPABLE. */
  CAPABLE,
  /** A TCP flow whose SYN had no MPTCP option and that showed one later. */
  PLAIN_TCP,
  /** The capture lacks its first handshake. */
  MIDSTREAM,
  /** An MP_JOIN whose token belongs to no connection of the capture. */
  UNKNOWN_TOKEN,
  /** MPTCP spoken under another option kind than 30. */
  FOREIGN_KIND
}
