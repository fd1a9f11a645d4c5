package org.mptcpscope.core.compare;

import org.mptcpscope.dissector.Octets;

/**
 * A TCP segment as one capture shows it.
 *
 * @param frame its number
 * @param time nanoseconds since the epoch
 * @param fromOpener whether the host that sent the SYN sent it
 * @param flags TCP flags
 * @param seq relative to the ISN of its sender, the SYN has 0; not wrapped
 * @param ack relative to the ISN of its receiver, 0 without ACK
 * @param payload octets on the wire
 * @param sum one's complement sum of the payload, or -1 if it was not captured whole
 * @param mptcp its options of kind 30, as on the wire
 * @param others its other options but SACK and padding, as on the wire
 * @param stamp its timestamp value, or -1
 */
public record Sight(
    int frame,
    long time,
    boolean fromOpener,
    int flags,
    long seq,
    long ack,
    int payload,
    int sum,
    Octets mptcp,
    Octets others,
    long stamp) {
  private static final int SYN_FIN_RST = 0x07;

  /** Returns the sequence number behind its payload. */
  public long end() {
    return seq + payload;
  }

  /** What two sights of one segment have in common, whatever a box on the path does to options. */
  record Identity(boolean fromOpener, int flags, long seq, long ack, int payload, long stamp) {}

  Identity identity() {
    return new Identity(fromOpener, flags & SYN_FIN_RST, seq, ack, payload, stamp);
  }

  /** Whether a SYN, FIN or RST is set. */
  public boolean isSignal() {
    return (flags & SYN_FIN_RST) != 0;
  }

  /** Its MPTCP options in hexadecimal, one group an octet. */
  public String mptcpHex() {
    return mptcp.hexSpaced();
  }

  @Override
  public String toString() {
    return "frame " + frame + " " + identity();
  }
}
