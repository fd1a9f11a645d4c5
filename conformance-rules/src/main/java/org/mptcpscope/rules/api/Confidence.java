package org.mptcpscope.rules.api;

/** How sure the fact is, surest last. */
public enum Confidence {
  POSSIBLE,
  LIKELY,
  CERTAIN;

  /** The word in reports. */
  public String word() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /** One step less sure. */
  public Confidence lowered() {
    return this == CERTAIN ? LIKELY : POSSIBLE;
  }
}
