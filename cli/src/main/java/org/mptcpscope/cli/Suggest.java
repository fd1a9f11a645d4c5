package org.mptcpscope.cli;

import java.util.List;
import org.mptcpscope.core.capture.Spelling;

/** "did you mean": one suggestion or none, for two are a quiz. */
final class Suggest {
  private Suggest() {}

  /** Returns "; did you mean X?" or nothing. */
  static String among(String word, List<String> known) {
    List<String> begun =
        word.length() < 2 ? List.of() : known.stream().filter(k -> k.startsWith(word)).toList();
    if (begun.size() == 1) {
      return "; did you mean " + begun.getFirst() + "?";
    }
    return Spelling.nearest(word, known).map(k -> "; did you mean " + k + "?").orElse("");
  }
}
