package org.mptcpscope.core.event;

import java.util.List;
import java.util.Optional;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.dissector.mptcp.MptcpOption;
import org.mptcpscope.dissector.tcp.SegmentView;

/**
 * The segment that an event stems from; made only when an event is.
 *
 * @param frame its frame
 * @param on the subflow
 * @param by its sender
 * @param flags TCP flags, bits as in {@link SegmentView}
 * @param ssn sequence number minus ISN minus accepted SYN payload: the first octet of data has 1
 * @param ackSsn the acknowledgment, in the peer's SSN
 * @param payload octets of payload on the wire
 * @param window as on the wire, unscaled
 * @param urgent urgent pointer as SSN, or -1
 * @param tsVal TCP timestamp value, or -1
 * @param tsEcr TCP timestamp echo, or -1
 * @param options its MPTCP options, left to right
 * @param ordinal n-th segment of that host on that subflow
 */
public record Carrier(
    FrameRef frame,
    Subflow on,
    Side by,
    int flags,
    long ssn,
    long ackSsn,
    int payload,
    int window,
    long urgent,
    long tsVal,
    long tsEcr,
    List<MptcpOption> options,
    int ordinal,
    Acceptance acceptance,
    TcpChecksum checksum,
    Echo echo,
    boolean dupAck,
    boolean sack,
    boolean retransmission,
    boolean keepalive) {
  public Carrier {
    options = List.copyOf(options);
  }

  public boolean isSyn() {
    return (flags & SegmentView.SYN) != 0;
  }

  public boolean isRst() {
    return (flags & SegmentView.RST) != 0;
  }

  public boolean isFin() {
    return (flags & SegmentView.FIN) != 0;
  }

  public boolean isAck() {
    return (flags & SegmentView.ACK) != 0;
  }

  /** The first option of this type. */
  public <O extends MptcpOption> Optional<O> option(Class<O> type) {
    return options.stream().filter(type::isInstance).map(type::cast).findFirst();
  }

  /** Whether the receiver can accept the segment, by what passed the vantage (facts, section 2). */
  public enum Acceptance {
    /** Begins at the end of the sender's octets seen without a hole. */
    EXACT,
    /** Acceptable, not exact. */
    OK,
    /** Ends left of what was acknowledged. */
    OLD,
    /** Begins far right of any window, or acknowledges what was never sent. */
    BEYOND,
    UNKNOWN
  }

  /** What the TCP checksum says. */
  public enum TcpChecksum {
    GOOD,
    BAD,
    /** The bare pseudo-header sum, as a host with checksum offload captures its own segments. */
    PARTIAL,
    UNKNOWN
  }

  /** Whether the segment proves, by its timestamp echo, that one toward its sender is missing. */
  public enum Echo {
    SEEN,
    /** It echoes a timestamp newer than any captured before it. */
    UNSEEN,
    /** No timestamps. */
    NONE
  }
}
