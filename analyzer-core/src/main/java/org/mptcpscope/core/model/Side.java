package org.mptcpscope.core.model;

/** A host's place in the connection, not in a subflow: either host may open a subflow. */
public enum Side {
  /** Sent the first SYN of the connection; Host A. */
  INITIATOR("initiator", 'A'),
  /** Answered the first SYN of the connection; Host B. */
  LISTENER("listener", 'B');

  private final String word;
  private final char letter;

  Side(String word, char letter) {
    this.word = word;
    this.letter = letter;
  }

  /** The other host. */
  public Side peer() {
    return this == INITIATOR ? LISTENER : INITIATOR;
  }

  /** "initiator" or "listener", as in reports. */
  public String word() {
    return word;
  }

  /** 'A' or 'B', as in columns. */
  public char letter() {
    return letter;
  }
}
