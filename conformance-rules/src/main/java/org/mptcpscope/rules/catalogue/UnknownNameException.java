package org.mptcpscope.rules.catalogue;

import java.util.Optional;

/** A word that names neither a rule nor a requirement. */
public final class UnknownNameException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final String word;
  private final transient Optional<String> suggestion;

  UnknownNameException(String word, Optional<String> suggestion) {
    super(
        "no rule or requirement '"
            + word
            + "'"
            + suggestion.map(name -> "; did you mean " + name + "?").orElse(""));
    this.word = word;
    this.suggestion = suggestion;
  }

  /** The word. */
  public String word() {
    return word;
  }

  /** What was probably meant. */
  public Optional<String> suggestion() {
    return suggestion;
  }
}
