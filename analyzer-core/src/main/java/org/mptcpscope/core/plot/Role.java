package org.mptcpscope.core.plot;

/** What a layer of a plot shows: the name of its switch, and what a click on it means. */
public enum Role {
  /** Time in which the Data ACK did not move while later data had been sent. */
  STANDSTILL,
  /** Frames are missing in the file. */
  GAP,
  /** Highest Data ACK plus window so far. */
  WINDOW_EDGE,
  /** The receiver's window was 0. */
  ZERO_WINDOW,
  /** Highest Data ACK so far. */
  DATA_ACK,
  /** Octets sent for the first time. */
  SEGMENT,
  /** The same subflow sequence numbers again on the same subflow. */
  RETRANSMISSION,
  /** The same data sequence numbers under another mapping. */
  REINJECTION,
  /** A line from the first copy to a later one. */
  ORIGINAL,
  /** Octets without a mapping. */
  UNMAPPED,
  /** Joins, addresses, resets and other rare options. */
  SIGNAL,
  /** First copies by subflow, a second. */
  RATE,
  /** Later copies, a second. */
  SENT_TWICE,
  /** What Data ACKs covered, a second. */
  GOODPUT,
  /** Round trips of a subflow. */
  ROUND_TRIP,
  /** The smallest of them. */
  LEAST_ROUND_TRIP,
  /** From sending to the Data ACK. */
  DATA_ROUND_TRIP,
  /** Octets of a subflow sent and not acknowledged. */
  FLIGHT,
  /** Octets of data sent and not covered by a Data ACK. */
  DATA_FLIGHT,
  /** Acknowledged by TCP, not by a Data ACK. */
  HELD,
  /** Highest acknowledgment of a subflow so far. */
  ACK,
  /** Octets that a SACK block names. */
  SACK,
  /** What an analysis says of single segments. */
  LETTER,
  /** Octets that wait above a hole. */
  WAITING,
  /** For whose octets others wait. */
  HOLDING,
  /** How long after the first copy octets were sent again. */
  DELAY,
  /** Octets that a mapping covers. */
  MAPPING,
  /** DATA_FIN. */
  DATA_FIN,
  /** What a rule found. */
  FINDING
}
