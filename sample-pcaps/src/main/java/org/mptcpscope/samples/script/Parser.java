package org.mptcpscope.samples.script;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.mptcpscope.samples.script.Statement.OptionWords;

/** Makes statements of lines. */
final class Parser {
  private static final Pattern LABEL = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*:");
  private static final Pattern TIME = Pattern.compile("\\+?[0-9]+(\\.[0-9]{1,9})?");
  private static final Pattern PATH = Pattern.compile("[A-Za-z0-9_]+[<>]");
  private static final Pattern FLAGS = Pattern.compile("[FSRPUEW.]+|none");
  private static final Pattern LENGTH = Pattern.compile("[0-9]+");
  private static final Pattern REPEAT = Pattern.compile("x[0-9]+");
  private static final int MAX_PAYLOAD = 65_000;
  private static final int MAX_REPEAT = 20_000;

  private final Line line;
  private final List<Token> tokens;
  private int at;

  private Parser(Line line) {
    this.line = line;
    this.tokens = line.tokens();
  }

  static List<Statement> statements(List<Line> lines) {
    List<Statement> statements = new ArrayList<>();
    for (Line line : lines) {
      if (!line.tokens().isEmpty()) {
        statements.add(new Parser(line).statement());
      } else if (!line.truths().isEmpty()) {
        statements.add(new Statement.Remark(line));
      }
    }
    return statements;
  }

  private Statement statement() {
    Token first = tokens.getFirst();
    if (Vocabulary.SETTINGS.contains(first.text())) {
      if (!line.truths().isEmpty()) {
        throw line.truths().getFirst().isEmpty()
            ? first.problem("a truth (#!) stands behind a segment or on a line of its own")
            : line.truths()
                .getFirst()
                .getFirst()
                .problem("a truth (#!) stands behind a segment or on a line of its own");
      }
      return new Statement.Setting(line, first, tokens.subList(1, tokens.size()));
    }
    Token label = null;
    if (LABEL.matcher(first.text()).matches()) {
      label = first;
      at++;
    }
    Token time = take();
    if (!TIME.matcher(time.text()).matches()) {
      throw time.expected(
          label == null
              ? "a time (0.060, or +0.010 after the line before) or one of "
                  + String.join(" ", Vocabulary.SETTINGS.stream().sorted().toList())
              : "a time (0.060, or +0.010 after the line before)");
    }
    Token next = take();
    if (Vocabulary.FRAMES.contains(next.text())) {
      return new Statement.Frame(line, label, time, next, tokens.subList(at, tokens.size()));
    }
    if (!PATH.matcher(next.text()).matches()) {
      throw next.expected("a path with its direction (0> or 0<), raw, copy or tick");
    }
    Token flags = take();
    if (!FLAGS.matcher(flags.text()).matches()) {
      throw flags.expected("TCP flags (S S. . P. F. R R. and so on, or none)");
    }
    return segment(label, time, next, flags);
  }

  private Statement segment(Token label, Token time, Token path, Token flags) {
    int length = 0;
    int repeat = 1;
    if (at < tokens.size() && LENGTH.matcher(tokens.get(at).text()).matches()) {
      length = number(take(), 0, MAX_PAYLOAD);
    }
    List<Token> attributes = new ArrayList<>();
    List<OptionWords> options = new ArrayList<>();
    while (at < tokens.size()) {
      Token token = take();
      if (Vocabulary.isOption(token.name())) {
        options.add(new OptionWords(token, optionWords(token)));
      } else if (REPEAT.matcher(token.text()).matches()) {
        repeat = number(token, 1, MAX_REPEAT);
      } else if (Vocabulary.ATTRIBUTES.contains(token.name())) {
        attributes.add(token);
      } else {
        throw token.expected(
            "an option ("
                + String.join(" ", Vocabulary.MPTCP_OPTIONS.stream().sorted().toList())
                + ", "
                + String.join(" ", Vocabulary.TCP_OPTIONS.stream().sorted().toList())
                + ") or something about the segment ("
                + String.join(" ", Vocabulary.ATTRIBUTES.stream().sorted().toList())
                + " xN)");
      }
    }
    return new Statement.Segment(
        line, label, time, path, flags, length, repeat, attributes, options);
  }

  private List<Token> optionWords(Token option) {
    List<Token> words = new ArrayList<>();
    boolean last = option.last();
    while (!last && at < tokens.size()) {
      Token word = take();
      if (Vocabulary.isOption(word.text())) {
        throw word.problem("a comma is missing before option '" + word.text() + "'");
      }
      words.add(word);
      last = word.last();
    }
    return words;
  }

  private Token take() {
    if (at == tokens.size()) {
      return line.end();
    }
    return tokens.get(at++);
  }

  private static int number(Token token, int min, int max) {
    String digits = token.text().startsWith("x") ? token.text().substring(1) : token.text();
    try {
      int number = Integer.parseInt(digits);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException _) {
      // Too many digits: the same as too large.
    }
    throw token.expected("a number from " + min + " to " + max);
  }
}
