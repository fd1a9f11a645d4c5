package org.mptcpscope.dissector.mptcp;

/** On what segment an option stands: the layout of some options depends on it. */
public enum SegmentKind {
  SYN,
  SYN_ACK,
  /** Any segment without SYN. */
  OTHER;

  /** Returns the kind of a segment with these flags. */
  public static SegmentKind of(boolean syn, boolean ack) {
    if (!syn) {
      return OTHER;
    }
    return ack ? SYN_ACK : SYN;
  }
}
