package org.mptcpscope.samples.script;

import java.util.ArrayList;
import java.util.List;

/** Cuts a script into lines, tokens, truths and comments. */
final class Lexer {
  private final String script;

  private Lexer(String script) {
    this.script = script;
  }

  static List<Line> lines(String script, String text) {
    Lexer lexer = new Lexer(script);
    List<Line> lines = new ArrayList<>();
    int number = 0;
    for (String line : text.split("\r?\n", -1)) {
      lines.add(lexer.line(++number, line));
    }
    return lines;
  }

  private Line line(int number, String text) {
    int hash = hash(text, 0);
    List<Token> tokens = tokens(number, text, 0, hash);
    List<List<Token>> truths = new ArrayList<>();
    List<String> comments = new ArrayList<>();
    while (hash < text.length()) {
      int next = hash(text, hash + 1);
      if (hash + 1 < text.length() && text.charAt(hash + 1) == '!') {
        truths.add(tokens(number, text, hash + 2, next));
      } else {
        String comment = text.substring(hash + 1, next).strip();
        if (!comment.isEmpty()) {
          comments.add(comment);
        }
      }
      hash = next;
    }
    int end = tokens.isEmpty() ? 1 : tokens.getLast().column() + tokens.getLast().text().length();
    return new Line(
        number, tokens, truths, comments, new Token("end of line", script, number, end, true));
  }

  /** Where the next comment begins: a {@code #} at the start or behind a blank. */
  private static int hash(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) == '#' && (i == 0 || isBlank(text.charAt(i - 1)))) {
        return i;
      }
    }
    return text.length();
  }

  private List<Token> tokens(int number, String text, int from, int to) {
    List<Token> tokens = new ArrayList<>();
    int at = from;
    while (at < to) {
      if (isBlank(text.charAt(at))) {
        at++;
        continue;
      }
      int end = at;
      while (end < to && !isBlank(text.charAt(end))) {
        end++;
      }
      boolean comma = text.charAt(end - 1) == ',';
      String word = text.substring(at, comma ? end - 1 : end);
      if (!word.isEmpty()) {
        tokens.add(new Token(word, script, number, at + 1, comma));
      } else if (tokens.isEmpty()) {
        throw new ScriptException(script, number, at + 1, "a comma with nothing before it");
      } else {
        Token before = tokens.removeLast();
        tokens.add(new Token(before.text(), script, number, before.column(), true));
      }
      at = end;
    }
    return tokens;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
