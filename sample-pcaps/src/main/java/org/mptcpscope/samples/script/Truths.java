package org.mptcpscope.samples.script;

import java.util.ArrayList;
import java.util.List;
import org.mptcpscope.samples.truth.ExpectedFinding;

/** Reads what a script says about its own capture ({@code #!}). */
final class Truths {
  private final Capture capture;

  /** {@code capture} has its frames numbered. */
  Truths(Capture capture) {
    this.capture = capture;
  }

  List<ExpectedFinding> of(List<Statement> statements) {
    List<ExpectedFinding> findings = new ArrayList<>();
    for (Statement statement : statements) {
      Line line = statement.line();
      for (List<Token> truth : line.truths()) {
        findings.add(truth(line, truth));
      }
    }
    return findings;
  }

  private ExpectedFinding truth(Line line, List<Token> tokens) {
    if (tokens.isEmpty()) {
      throw line.end().problem("a truth (#!) needs the name of a rule");
    }
    Token rule = tokens.getFirst();
    if (!rule.text().matches("[a-z0-9]+(-[a-z0-9]+)*")) {
      throw rule.expected("the name of a rule");
    }
    Words words = new Words(rule, tokens.subList(1, tokens.size()));
    String fault = word(words, "fault", "A|B");
    String severity = word(words, "severity", "error|warning|note");
    String verdict = word(words, "verdict", "violation|inconclusive");
    String id = word(words, "id", "[A-Z0-9]+(-[A-Z0-9]+)+");
    Token given = words.valued("frames");
    words.end();
    List<Capture.Shot> frames = frames(line, given);
    ExpectedFinding finding =
        new ExpectedFinding(
            rule.text(),
            id,
            fault,
            frames.stream().map(shot -> shot.number).toList(),
            severity,
            verdict == null ? ExpectedFinding.VIOLATION : verdict);
    List<Capture.Shot> own = capture.line(line.number());
    if (!own.isEmpty()) {
      own.getFirst().comments.add(finding.describe());
    } else if (!frames.isEmpty()) {
      frames.getLast().comments.add(finding.describe());
    }
    return finding;
  }

  private static String word(Words words, String name, String pattern) {
    Token token = words.valued(name);
    if (token == null) {
      return null;
    }
    if (!token.value().matches(pattern)) {
      throw token.expected(
          pattern.startsWith("[") ? "a requirement id" : name + "=" + pattern.replace("|", " or "));
    }
    return token.value();
  }

  private List<Capture.Shot> frames(Line line, Token given) {
    if (given == null) {
      if (line.tokens().isEmpty()) {
        return List.of();
      }
      return List.of(own(line, line.truths().getFirst().getFirst()));
    }
    List<Capture.Shot> frames = new ArrayList<>();
    for (String word : given.value().split(",", -1)) {
      frames.add(frame(line, given, word));
    }
    return frames;
  }

  private Capture.Shot own(Line line, Token token) {
    List<Capture.Shot> own = capture.line(line.number());
    if (own.isEmpty()) {
      throw token.problem("this line is not in the capture: say which frames prove it, frames=2,6");
    }
    return own.getFirst();
  }

  private Capture.Shot frame(Line line, Token token, String word) {
    if (word.equals(".")) {
      return own(line, token);
    }
    if (word.matches("[0-9]{1,7}")) {
      int number = Integer.parseInt(word);
      List<Capture.Shot> all = capture.all();
      if (number < 1 || number > all.size()) {
        throw token.expected("a frame from 1 to " + all.size());
      }
      return all.get(number - 1);
    }
    boolean last = word.endsWith(".last");
    String label = last ? word.substring(0, word.length() - ".last".length()) : word;
    Integer labelled = label.isEmpty() ? Integer.valueOf(line.number()) : capture.labelled(label);
    List<Capture.Shot> shots = labelled == null ? List.of() : capture.line(labelled);
    if (shots.isEmpty()) {
      throw token.problem(
          "no captured frame '" + word + "': a number, '.' for this line, or a label");
    }
    return last ? shots.getLast() : shots.getFirst();
  }
}
