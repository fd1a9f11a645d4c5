package org.mptcpscope.samples.truth;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What a checker must say about a capture.
 *
 * @param rule name of the rule, as text: this module knows no rules
 * @param requirement id in the catalogue; null where the script leaves it open
 * @param fault side at fault: {@code "A"} the initiator of the connection, {@code "B"} its
 *     listener; null where the script leaves it open
 * @param frames frame numbers that prove it, counting from 1; empty where nothing in the capture
 *     does
 * @param severity {@code error}, {@code warning} or {@code note}; null where the script leaves it
 *     open
 * @param verdict {@code violation}, or {@code inconclusive} where the capture must not suffice
 */
public record ExpectedFinding(
    String rule,
    String requirement,
    String fault,
    List<Integer> frames,
    String severity,
    String verdict) {
  public static final String VIOLATION = "violation";
  public static final String INCONCLUSIVE = "inconclusive";

  public ExpectedFinding {
    frames = List.copyOf(frames);
  }

  /** One line for a reader of the capture. */
  public String describe() {
    StringBuilder text = new StringBuilder(rule);
    if (verdict.equals(INCONCLUSIVE)) {
      text.append(" (inconclusive)");
    }
    if (fault != null) {
      text.append(", fault ").append(fault);
    }
    if (!frames.isEmpty()) {
      text.append(", frames ")
          .append(frames.stream().map(String::valueOf).collect(Collectors.joining(",")));
    }
    if (requirement != null) {
      text.append(", ").append(requirement);
    }
    return text.toString();
  }
}
