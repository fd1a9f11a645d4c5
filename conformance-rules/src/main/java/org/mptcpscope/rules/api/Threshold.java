package org.mptcpscope.rules.api;

import java.util.Locale;

/** From which severity on findings make the program fail. */
public enum Threshold {
  ERROR(Severity.ERROR),
  WARNING(Severity.WARNING),
  NOTE(Severity.NOTE),
  NEVER(null);

  private final Severity from;

  Threshold(Severity from) {
    this.from = from;
  }

  /** Whether a finding of this severity is a failure. */
  public boolean isReachedBy(Severity severity) {
    return from != null && severity.compareTo(from) >= 0;
  }

  /** The word of {@code --fail-on}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
