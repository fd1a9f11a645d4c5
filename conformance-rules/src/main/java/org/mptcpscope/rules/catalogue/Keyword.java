package org.mptcpscope.rules.catalogue;

/** What kind of statement a requirement is. */
public enum Keyword {
  MUST("MUST"),
  MUST_NOT("MUST NOT"),
  SHOULD("SHOULD"),
  SHOULD_NOT("SHOULD NOT"),
  RECOMMENDED("RECOMMENDED"),
  MAY("MAY"),
  /** A packet format: the figure or its text says what an octet is. */
  FORMAT("FORMAT"),
  /** A statement without a capital keyword that defines the protocol. */
  IMPLIED("IMPLIED");

  private final String word;

  Keyword(String word) {
    this.word = word;
  }

  /** The word as the catalogue writes it. */
  public String word() {
    return word;
  }

  static Keyword of(String word) {
    return valueOf(word.replace(' ', '_'));
  }
}
