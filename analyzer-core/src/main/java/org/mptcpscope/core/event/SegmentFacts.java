package org.mptcpscope.core.event;

import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;

/**
 * What the core knows of one segment of an MPTCP connection, for the few that must see each. One
 * object is filled again and again: never keep it.
 */
public interface SegmentFacts {
  long SYN = 1L;
  long FIN = 1L << 1;
  long RST = 1L << 2;
  long URGENT = 1L << 3;

  /** Octets at SSN 1 or above; no keepalive. */
  long PAYLOAD = 1L << 4;

  /** An SSN that was not sent before on this subflow. */
  long NEW_PAYLOAD = 1L << 5;

  /** A DSN that was not sent before on any subflow. */
  long NEW_DATA = 1L << 6;

  /** Only SSNs that were sent before. */
  long RETRANSMISSION = 1L << 7;

  /** A new SSN with a DSN that was sent before. */
  long REINJECTION = 1L << 8;

  /** First declaration of a finite mapping. */
  long NEW_MAPPING = 1L << 9;

  long INFINITE = 1L << 10;
  long DATA_ACK = 1L << 11;
  long DATA_ACK_ADVANCED = 1L << 12;

  /** An MPTCP option of kind 30. */
  long ANY_OPTION = 1L << 13;

  long NO_OPTION = 1L << 14;

  /** Payload that no mapping covers yet. */
  long UNCOVERED = 1L << 15;

  /** ACK set, SYN and RST clear. */
  long NOT_RST = 1L << 16;

  long KEEPALIVE = 1L << 17;
  long DATA_FIN = 1L << 18;

  /** An MPTCP option other than DSS. */
  long SIGNAL = 1L << 19;

  long ACK = 1L << 20;
  long PUSH = 1L << 21;

  /** Payload behind the SSN of this host's FIN. */
  long BEYOND_FIN = 1L << 22;

  int frame();

  /** As in {@code FrameRef#time}. */
  long time();

  Subflow subflow();

  Side by();

  /** Sum of the traits above. */
  long traits();

  default boolean has(long trait) {
    return (traits() & trait) != 0;
  }

  /** TCP flags as on the wire. */
  int flags();

  /** SSN of the first octet. */
  long ssn();

  /** Acknowledged, in the peer's SSN; meaningless without ACK. */
  long ackSsn();

  int payload();

  /** Receive window, scaled; -1 if the scale is unknown. */
  long window();

  /**
   * 64-bit DSN of the first payload octet; meaningless unless {@link #mapped} or DATA_FIN. For a
   * DATA_FIN alone the DSN of the DATA_FIN.
   */
  long dsn();

  /** Whether a mapping (on this segment or earlier) covers the first payload octet. */
  boolean mapped();

  /** 64-bit DATA_ACK; meaningless without the trait DATA_ACK. */
  long dataAck();

  /**
   * DSN of the mapping declared on this segment; meaningless unless {@link #mappingLength} >= 0.
   */
  long mappingDsn();

  /** SSN of the mapping declared on this segment. */
  long mappingSsn();

  /** Octets of payload that it maps (DATA_FIN not counted), -1 if none is declared. */
  int mappingLength();

  /** DSN field with four octets; MP_CAPABLE with data maps without such a field. */
  boolean dsnNarrow();

  /** DATA_ACK field with eight octets. */
  boolean dataAckWide();

  /**
   * For a REINJECTION or RETRANSMISSION the frame of the first copy if it is still known, else 0.
   */
  int originalFrame();

  /** Urgent pointer as SSN, or -1. */
  long urgent();

  /** Raw TCP sequence number. */
  int rawSeq();

  /** Raw TCP acknowledgment number. */
  int rawAck();
}
