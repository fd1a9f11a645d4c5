package org.mptcpscope.samples.script;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The words behind a statement or an option: {@code name} or {@code name=value}.
 *
 * <p>Each is taken by who understands it; what is left over at the end is an error.
 */
final class Words {
  private final Token head;
  private final Map<String, Token> words = new LinkedHashMap<>();
  private final Set<String> known = new TreeSet<>();

  Words(Token head, List<Token> tokens) {
    this.head = head;
    for (Token token : tokens) {
      if (words.put(token.name(), token) != null) {
        throw token.problem("'" + token.name() + "' is given twice");
      }
    }
  }

  /** What the words belong to. */
  Token head() {
    return head;
  }

  /** Whether the word is there, with or without value. */
  boolean has(String name) {
    known.add(name);
    return words.containsKey(name);
  }

  /** Takes a word that has no value. */
  boolean flag(String name) {
    known.add(name);
    Token token = words.remove(name);
    if (token != null && token.value() != null) {
      throw token.problem("'" + name + "' takes no value");
    }
    return token != null;
  }

  /** Takes a word if it stands there without a value. */
  boolean flagged(String name) {
    known.add(name);
    Token token = words.get(name);
    if (token == null || token.value() != null) {
      return false;
    }
    words.remove(name);
    return true;
  }

  /** Takes a word with or without value; null if it is not there. */
  Token word(String name) {
    known.add(name);
    return words.remove(name);
  }

  /** Takes a word that must have a value if it is there; null if it is not. */
  Token valued(String name) {
    known.add(name + "=");
    Token token = words.remove(name);
    if (token != null && (token.value() == null || token.value().isEmpty())) {
      throw token.problem("'" + name + "' needs a value: " + name + "=...");
    }
    return token;
  }

  /** Takes a number; null if it is not there. */
  Value value(String name) {
    Token token = valued(name);
    return token == null ? null : Value.of(token, token.value());
  }

  /** Takes a number for a field that counts from zero, or the computed one. */
  long plain(String name, long computed) {
    Value value = value(name);
    return value == null ? computed : value.plain(computed);
  }

  /** Takes a number between 0 and {@code max}, or the computed one. */
  int small(String name, int computed, int max) {
    Token token = words.get(name);
    long value = plain(name, computed);
    if (token != null && (value < 0 || value > max)) {
      throw token.expected(name + " from 0 to " + max);
    }
    return (int) value;
  }

  /** Takes octets in hexadecimal; null if they are not there. */
  byte[] octets(String name) {
    Token token = valued(name);
    return token == null ? null : hex(token, token.value());
  }

  static byte[] hex(Token token, String text) {
    try {
      return HexFormat.of().parseHex(text.replace(":", ""));
    } catch (IllegalArgumentException _) {
      throw token.expected("pairs of hexadecimal digits");
    }
  }

  /** Takes the first word that matches a regular expression; null if none does. */
  Token matching(String expression) {
    for (Token token : words.values()) {
      if (token.text().matches(expression)) {
        words.remove(token.name());
        return token;
      }
    }
    return null;
  }

  /** Fails if a word is left that nobody took. */
  void end() {
    for (Token left : words.values()) {
      if (Vocabulary.ATTRIBUTES.contains(left.name())) {
        throw left.problem(
            "'" + left.name() + "' is about the segment: put it before the first option");
      }
      throw left.problem(
          "'" + left.text() + "' is not known here; " + head.name() + " takes " + list());
    }
  }

  private String list() {
    return known.isEmpty() ? "nothing" : String.join(" ", known);
  }
}
