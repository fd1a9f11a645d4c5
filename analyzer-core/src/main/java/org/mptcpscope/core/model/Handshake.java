package org.mptcpscope.core.model;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.mptcpscope.dissector.mptcp.MptcpOption;

/** The SYN exchange of a subflow: all copies that were captured, grouped by ISN. */
public interface Handshake {
  /** The attempt with this ISN of the opener. */
  Optional<Attempt> attempt(int isn);

  /** The attempt that was answered last, or else the last one. */
  Optional<Attempt> current();

  /** Payload octets on the SYN, and how many of them the SYN/ACK acknowledged. */
  Tfo tfo();

  /** Both hosts sent a SYN without ACK. */
  boolean crossed();

  /** The nonce of this host's MP_JOIN in the current attempt. */
  OptionalInt nonce(Side side);

  /**
   * All copies of one SYN.
   *
   * @param isn initial sequence number of the opener
   * @param syns copies of the SYN, at most 16
   * @param synAcks SYN/ACKs that acknowledge it, at most 16
   * @param third the first segment of the opener that acknowledges a SYN/ACK, or null
   */
  record Attempt(int isn, List<Copy> syns, List<Copy> synAcks, Copy third) {
    /** The first copy of the SYN; empty if only its answer was captured. */
    public Optional<Copy> syn() {
      return syns.isEmpty() ? Optional.empty() : Optional.of(syns.getFirst());
    }

    /** The first SYN/ACK. */
    public Optional<Copy> synAck() {
      return synAcks.isEmpty() ? Optional.empty() : Optional.of(synAcks.getFirst());
    }
  }

  /**
   * One segment of the handshake.
   *
   * @param frame its frame
   * @param isn its own sequence number
   * @param payload octets of payload
   * @param tsVal TCP timestamp, or -1
   * @param options its MPTCP options
   */
  record Copy(FrameRef frame, int isn, int payload, long tsVal, List<MptcpOption> options) {
    /** The first option of this type. */
    public <O extends MptcpOption> Optional<O> option(Class<O> type) {
      return options.stream().filter(type::isInstance).map(type::cast).findFirst();
    }
  }

  /**
   * TCP Fast Open on this subflow (RFC 7413).
   *
   * @param sent payload octets on the SYN
   * @param accepted how many of them the SYN/ACK acknowledged
   */
  record Tfo(int sent, int accepted) {}
}
