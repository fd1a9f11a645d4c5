package org.mptcpscope.core.model;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** One TCP connection that belongs to a Multipath TCP connection. Times in nanoseconds. */
public interface Subflow {
  /** Counts from 0 within the connection. */
  int id();

  Connection connection();

  boolean isInitial();

  /** The host that sent the SYN. */
  Side opener();

  Phase phase();

  /**
   * When it became established: the initial one with the third packet, a joined one with the
   * fourth.
   */
  Optional<FrameRef> establishedAt();

  /** Address and port of this host as seen on the wire. */
  InetSocketAddress addressOf(Side side);

  /** Address and port that the SYN was sent to. */
  default InetSocketAddress target() {
    return addressOf(opener().peer());
  }

  /** 0 on the initial subflow, else from MP_JOIN; empty if that was not seen. */
  OptionalInt addressIdOf(Side side);

  /** What this host asked for as receiver: B of its MP_JOIN, then its MP_PRIO. */
  Backup backup(Side side);

  /**
   * Whether this host could send new data here now: established, no FIN or RST of either host, no
   * retransmission time-out in a row, send window left, an ack within max(RTO, 1 s).
   */
  boolean usable(Side side);

  /** First proof that the peer of this host received its data as MPTCP (facts: PathConfirmed). */
  Optional<FrameRef> confirmed(Side side);

  /** This host's last segment. */
  Optional<Segment> lastSegment(Side side);

  int segmentsSent(Side side);

  /** The last segments of this host, newest last, at most eight. */
  List<Segment> recent(Side side);

  /** Anomalies and failed checks on this subflow, newest last, at most sixteen. */
  List<Trouble> troubles();

  /** First SSN not yet acknowledged by the peer; the first octet of data has SSN 1. */
  long sndUna(Side side);

  /** First SSN behind what this host sent. */
  long highest(Side side);

  /** When sndUna last moved; empty before the first time. */
  Optional<FrameRef> ackedAt(Side side);

  /** Retransmissions of sndUna at least one RTO apart without progress. */
  int timeoutsInRow(Side side);

  /** Smoothed round-trip time as seen from the vantage; -1 without a sample. */
  long roundTrip();

  /** "1 RTT" of a recipe: round trip + 50 ms, within 60 ms and 3 s; 1 s without a sample. */
  long grace();

  /** Retransmission time-out estimate of this host, at least 200 ms; 1 s without a sample. */
  long rto(Side side);

  /** Payload octets per RTT that this host sent, decaying average over 4 RTT. */
  double rate(Side side);

  Handshake handshake();

  /** The last mapping of this host here whose DSN had another width than before. */
  Optional<FrameRef> dsnWidthChangedAt(Side sender);

  MappingTable mappings(Side sender);

  /** Whether the capture cut off options of a segment of this host: it may have sent any. */
  boolean optionsCut(Side side);

  /**
   * Whether time stamps of this host tell segments apart that it sent a round trip one after the
   * other. If not, the echo of a segment proves nothing about a lost one behind it.
   */
  boolean clockTells(Side side);

  Vantage vantage();

  /** Number by the rules of Wireshark's tcp.stream; -1 where it cannot be the same. */
  int tcpStream();

  /** A place in the life of a subflow. */
  enum Phase {
    SYN_SENT,
    SYN_RECEIVED,
    PRE_ESTABLISHED,
    ESTABLISHED,
    CLOSING,
    CLOSED
  }

  /**
   * A host's wish not to get data here while another subflow works.
   *
   * @param wanted the wish
   * @param since the frame that said so, or null if no frame did
   * @param source where it comes from
   */
  record Backup(boolean wanted, FrameRef since, Source source) {
    /** No word about priority yet. */
    public static final Backup NONE = new Backup(false, null, Source.NONE);

    /** Where a backup wish comes from. */
    public enum Source {
      NONE,
      JOIN,
      PRIO
    }
  }

  /**
   * A summary of one segment.
   *
   * @param frame its frame
   * @param flags TCP flags as in {@code SegmentView}
   * @param ssn subflow sequence number of its first octet
   * @param ackSsn acknowledged, in the peer's SSN
   * @param payload octets on the wire
   * @param mptcp an MPTCP option was on it
   * @param dss a DSS was on it
   * @param dataAck it had a DATA_ACK
   */
  record Segment(
      FrameRef frame,
      int flags,
      long ssn,
      long ackSsn,
      int payload,
      boolean mptcp,
      boolean dss,
      boolean dataAck) {}

  /**
   * Something wrong on a subflow.
   *
   * @param kind what
   * @param by the host whose segment it is about
   * @param frame the frame it is about
   */
  record Trouble(Kind kind, Side by, FrameRef frame) {
    /** What was wrong. */
    public enum Kind {
      UNKNOWN_TOKEN,
      BAD_SYNACK_HMAC,
      MISSING_SYNACK_JOIN,
      BAD_ACK_HMAC,
      MISSING_ACK_JOIN,
      MALFORMED_OPTION,
      CHECKSUM_FAILED,
      CHECKSUM_MISSING,
      CHECKSUM_UNAGREED,
      UNMAPPED,
      OPTIONS_STRIPPED,
      PLAIN_ACK,
      MAPPING_CONFLICT,
      MP_FAIL
    }
  }
}
