package org.mptcpscope.samples.script;

import org.mptcpscope.samples.scenario.Connection;
import org.mptcpscope.samples.scenario.Side;

/** A key, token or hash as a script names it. */
final class KeyWord {
  private KeyWord() {}

  /** The key that a word means: A, B, zero, bad, swapped or a number. */
  static long key(Token token, String word, Connection connection, Side computed) {
    long key = connection.key(computed);
    return switch (word) {
      case "A" -> connection.key(Side.INITIATOR);
      case "B" -> connection.key(Side.LISTENER);
      case "zero" -> 0;
      case "bad" -> key ^ 1;
      case "swapped" -> Long.reverseBytes(key);
      default -> {
        if (!word.startsWith("0x")) {
          throw token.expected("a key: A, B, zero, bad, swapped or 0x...");
        }
        yield Value.of(token, word).plain(key);
      }
    };
  }
}
