package org.mptcpscope.samples.scenario;

/** A side of a connection: Host A opened it, Host B listened. */
public enum Side {
  INITIATOR("A"),
  LISTENER("B");

  private final String letter;

  Side(String letter) {
    this.letter = letter;
  }

  /** A or B. */
  public String letter() {
    return letter;
  }

  public Side peer() {
    return this == INITIATOR ? LISTENER : INITIATOR;
  }
}
