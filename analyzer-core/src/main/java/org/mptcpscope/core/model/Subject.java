package org.mptcpscope.core.model;

/**
 * What must have been seen from a host for the silence of a rule to mean PASS. The core counts each
 * per connection and sending side.
 */
public enum Subject {
  /** Any MPTCP option. */
  OPTION,
  CAPABLE,
  JOIN,
  /** MP_JOIN on a SYN/ACK. */
  JOIN_ANSWER,
  /** MP_JOIN on the third packet. */
  JOIN_CONFIRMATION,
  /** New payload of a connection that speaks MPTCP. */
  DATA,
  /** A finite data sequence mapping. */
  MAPPING,
  /** A mapping whose checksum was verified. */
  CHECKSUM,
  DATA_ACK,
  DATA_FIN,
  ADD_ADDR,
  /** An ADD_ADDR with the echo flag. */
  ADD_ADDR_ECHO,
  REMOVE_ADDR,
  PRIO,
  FASTCLOSE,
  /** A RST on a subflow. */
  RESET,
  /** MP_TCPRST, on whatever segment. */
  RESET_REASON,
  FAIL,
  FALLBACK,
  TFO,
  /** Any option of a version 0 connection. */
  V0,
  /** Never counted: silence means nothing, the rule says itself what was kept. */
  SPOKEN
}
