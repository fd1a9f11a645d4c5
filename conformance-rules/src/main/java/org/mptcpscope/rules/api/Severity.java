package org.mptcpscope.rules.api;

/** How much a finding weighs, lightest first. The catalogue's ceiling can only be lowered. */
public enum Severity {
  NOTE,
  WARNING,
  ERROR;

  /** "note", "warning" or "error". */
  public String word() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /** The lower of the two. */
  public Severity min(Severity other) {
    return compareTo(other) <= 0 ? this : other;
  }

  /** One step lighter. */
  public Severity lowered() {
    return this == ERROR ? WARNING : NOTE;
  }
}
