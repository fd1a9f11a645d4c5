package org.mptcpscope.rules.api;

/** What became of one requirement, best first. */
public enum Verdict {
  NOT_APPLICABLE("not applicable"),
  PASS("passed"),
  INCONCLUSIVE("inconclusive"),
  VIOLATION("violated");

  private final String word;

  Verdict(String word) {
    this.word = word;
  }

  /** The word in text reports. */
  public String word() {
    return word;
  }
}
