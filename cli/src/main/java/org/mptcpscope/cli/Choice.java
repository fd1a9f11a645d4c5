package org.mptcpscope.cli;

import java.util.List;
import java.util.Locale;

/** Option values that are one of a few words. */
final class Choice {
  private Choice() {}

  /** Returns the constant of this word, or says what the words are. */
  static <E extends Enum<E>> E of(String option, String value, List<E> constants) {
    for (E constant : constants) {
      if (constant.name().toLowerCase(Locale.ROOT).equals(value)) {
        return constant;
      }
    }
    throw new UsageException(
        option
            + " "
            + value
            + ": not one of "
            + String.join(
                ", ", constants.stream().map(c -> c.name().toLowerCase(Locale.ROOT)).toList()));
  }
}
