package org.mptcpscope.rules.api;

import java.util.EnumSet;
import java.util.Set;
import org.mptcpscope.core.model.Side;

/**
 * Who is at fault.
 *
 * @param side the host accused, also when doubted; null only if no side is known
 * @param doubts who or what else it may have been
 */
public record Fault(Side side, Set<Doubted> doubts) {
  public Fault {
    doubts =
        doubts.isEmpty() ? Set.of() : java.util.Collections.unmodifiableSet(EnumSet.copyOf(doubts));
  }

  /** This host, as far as the rule knows; the engine adds doubts. */
  public static Fault of(Side side) {
    return new Fault(side, Set.of());
  }

  /** The same with one doubt more. */
  public Fault or(Doubted doubt) {
    EnumSet<Doubted> more = EnumSet.of(doubt);
    more.addAll(doubts);
    return new Fault(side, more);
  }

  /** What else may explain a finding, in the order of reports. */
  public enum Doubted {
    MIDDLEBOX("middlebox", "a middlebox before the capture point"),
    LOST_IN_CAPTURE("lostInCapture", "a frame is missing in the capture"),
    TIMING("timing", "the clock is off"),
    NAT("nat", "an address translator"),
    POLICY("policy", "a local policy, which no capture shows");

    private final String word;
    private final String clause;

    Doubted(String word, String clause) {
      this.word = word;
      this.clause = clause;
    }

    /** The word in JSON. */
    public String word() {
      return word;
    }

    /** The clause in text. */
    public String clause() {
      return clause;
    }
  }
}
