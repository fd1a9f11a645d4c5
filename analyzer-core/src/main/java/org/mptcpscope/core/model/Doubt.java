package org.mptcpscope.core.model;

import java.util.Optional;

/** A circumstance that may void a finding, by the catalogue's own word (its "exceptions"). */
public enum Doubt {
  CAPTURE_GAP("capture-gap", Effect.SUPPRESSES),
  MIDSTREAM("midstream", Effect.SUPPRESSES),
  SNAPLEN("snaplen", Effect.SUPPRESSES),
  CAPTURE_END("capture-end", Effect.SUPPRESSES),
  THIRD_ACK_LOSS("3rdack-loss", Effect.SUPPRESSES),
  FALLBACK("fallback", Effect.SUPPRESSES),
  CLOCK_SKEW("clock-skew", Effect.SUPPRESSES),
  ASYMMETRIC_PATH("asymmetric-path", Effect.SUPPRESSES),
  WINDOW_SCALE_UNKNOWN("window-scale-unknown", Effect.SUPPRESSES),
  REORDERING("reordering", Effect.SUPPRESSES),
  SYN_COOKIES("syn-cookies", Effect.SUPPRESSES),
  SIMULTANEOUS_OPEN("simultaneous-open", Effect.SUPPRESSES),
  SIMULTANEOUS_CLOSE("simultaneous-close", Effect.SUPPRESSES),
  CLOSING("closing", Effect.WEAKENS),
  TIMING_JITTER("timing-jitter", Effect.WEAKENS),
  MIDDLEBOX("middlebox", Effect.WEAKENS),
  NAT("nat", Effect.WEAKENS),
  POLICY("policy", Effect.NAMED),
  SYNTHETIC_CAPTURE("synthetic-capture", Effect.WEAKENS),
  TSO_DUPLICATES("tso-duplicates", Effect.MODELLED),
  RETRANSMISSION("retransmission", Effect.MODELLED),
  CAPTURE_DUPLICATES("capture-duplicates", Effect.MODELLED),
  TFO("tfo", Effect.MODELLED),
  PORT_REUSE("port-reuse", Effect.MODELLED),
  KEEPALIVE("keepalive", Effect.MODELLED),
  ZERO_WINDOW_PROBE("zero-window-probe", Effect.MODELLED),
  NEW_ADD_ADDR("new-add-addr", Effect.MODELLED);

  /** What a doubt does to a finding whose requirement lists it. */
  public enum Effect {
    /** The finding becomes INCONCLUSIVE. */
    SUPPRESSES,
    /** Confidence one lower. */
    WEAKENS,
    /** Only named beside the fault. */
    NAMED,
    /** The model takes it into account; nothing is left to do. */
    MODELLED
  }

  private final String word;
  private final Effect effect;

  Doubt(String word, Effect effect) {
    this.word = word;
    this.effect = effect;
  }

  /** The catalogue's word. */
  public String word() {
    return word;
  }

  /** What the engine does with it. */
  public Effect effect() {
    return effect;
  }

  /** The doubt of that word, if there is one. */
  public static Optional<Doubt> of(String word) {
    for (Doubt doubt : values()) {
      if (doubt.word.equals(word)) {
        return Optional.of(doubt);
      }
    }
    return Optional.empty();
  }
}
