package org.mptcpscope.core.metric;

/**
 * A time in which the Data ACK of a host's data did not move while later octets had been sent.
 *
 * @param from when it stood and later octets were out, in nanoseconds since the first frame
 * @param to when it moved again, or the end
 * @param dsn where it stood: the first octet not acknowledged
 * @param highest the octet behind the last one sent by then
 * @param frame the frame that moved it, or 0
 * @param row of the first copy of the octet at {@code dsn}, or {@link FirstCopies#UNSEEN}
 * @param subflow where the octet at {@code dsn} was first sent, or -1 if that was not seen
 */
public record Stall(long from, long to, long dsn, long highest, int frame, int row, int subflow) {
  /** Returns how long it stood, in nanoseconds. */
  public long length() {
    return to - from;
  }
}
