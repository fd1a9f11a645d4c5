package org.mptcpscope.core.model;

/** Where, on the path of a subflow, a capture was taken. */
public enum Vantage {
  AT_INITIATOR("initiator"),
  AT_LISTENER("listener"),
  /** At both ends, as on a loopback interface. */
  BOTH("both"),
  BETWEEN("between"),
  UNKNOWN("unknown");

  private final String word;

  Vantage(String word) {
    this.word = word;
  }

  /** The word in reports. */
  public String word() {
    return word;
  }

  /** True if the capture was provably taken at this host. */
  public boolean isAt(Side side) {
    return this == BOTH || this == (side == Side.INITIATOR ? AT_INITIATOR : AT_LISTENER);
  }

  /** The vantage at one host. */
  public static Vantage at(Side side) {
    return side == Side.INITIATOR ? AT_INITIATOR : AT_LISTENER;
  }
}
