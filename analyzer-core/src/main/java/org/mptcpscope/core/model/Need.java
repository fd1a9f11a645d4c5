package org.mptcpscope.core.model;

import java.util.Optional;

/** A precondition of a requirement, by the catalogue's own word. */
public enum Need {
  BOTH_DIRECTIONS("both-directions"),
  SYN_CAPTURED("syn-captured"),
  ALL_SUBFLOWS("all-subflows"),
  TIMING("timing"),
  KEYS("keys"),
  FULL_PAYLOAD("full-payload"),
  SENDER_SIDE_CAPTURE("sender-side-capture"),
  RECEIVER_SIDE_CAPTURE("receiver-side-capture");

  private final String word;

  Need(String word) {
    this.word = word;
  }

  /** The catalogue's word. */
  public String word() {
    return word;
  }

  /** Hard needs make a verdict INCONCLUSIVE when missing; soft ones only lower it. */
  public boolean isHard() {
    return this != SENDER_SIDE_CAPTURE && this != RECEIVER_SIDE_CAPTURE;
  }

  /** The need of that word, if there is one. */
  public static Optional<Need> of(String word) {
    for (Need need : values()) {
      if (need.word.equals(word)) {
        return Optional.of(need);
      }
    }
    return Optional.empty();
  }
}
