package org.mptcpscope.dissector.link;

/** What a frame turned out to be. */
public enum Outcome {
  /** A whole IP packet that carries TCP. */
  TCP,
  /** A part of an IP packet, of whatever protocol: the first part too, though it has the header. */
  FRAGMENT,
  /** ICMP or ICMPv6. A TCP header that it quotes is no segment. */
  ICMP,
  /** Another protocol. */
  OTHER,
  /** What may carry TCP but is not read, such as an encrypted frame. */
  NOT_READ,
  /** A frame of a link type that is not read. */
  UNKNOWN_LINK,
  /** The capture ends before the payload of the IP packet begins. */
  TRUNCATED,
  /** The headers contradict themselves. */
  MALFORMED
}
