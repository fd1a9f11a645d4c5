package org.mptcpscope.rules.config;

import java.util.Locale;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.ConnectionTotals;
import org.mptcpscope.rules.api.Review.Expectation;

/** What a capture must hold, so that one of something else is not taken for a healthy one. */
public enum Demand {
  MPTCP("MPTCP"),
  V1("MPTCP version 1"),
  V0("MPTCP version 0");

  private final String phrase;

  Demand(String phrase) {
    this.phrase = phrase;
  }

  /** The word of {@code --require}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Whether the capture has it; a connection whose MP_CAPABLE was refused is TCP.
   *
   * @param file that demands it; null: the command line does
   * @param line in that file
   */
  Expectation of(CaptureReport report, String file, int line) {
    ConnectionTotals all = report.totals();
    boolean there =
        switch (this) {
          case MPTCP -> !all.spoken().isEmpty();
          case V1 -> all.spoken().stream().anyMatch(dialect -> dialect.version() == 1);
          case V0 -> all.spoken().stream().anyMatch(dialect -> dialect.version() == 0);
        };
    return new Expectation(
        file == null ? report.file() : file, line, phrase, there ? null : instead(report));
  }

  private static String instead(CaptureReport report) {
    ConnectionTotals all = report.totals();
    if (!all.spoken().isEmpty()) {
      boolean known = all.spoken().stream().anyMatch(dialect -> dialect.version() >= 0);
      return known ? "another version only" : "a version that is not known";
    }
    if (all.count() > 0) {
      return "only connections that did not agree on it";
    }
    return report.tcp().count() == 0 ? "no TCP connection" : "TCP connections without it";
  }
}
