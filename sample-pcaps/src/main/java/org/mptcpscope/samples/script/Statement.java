package org.mptcpscope.samples.script;

import java.util.List;

/** What one line of a script says. */
sealed interface Statement {
  Line line();

  /** A line that sets something up: its first word, and the words behind it. */
  record Setting(Line line, Token head, List<Token> words) implements Statement {}

  /** A line with nothing but truths: they name their frames. */
  record Remark(Line line) implements Statement {}

  /**
   * A segment.
   *
   * @param label null without one
   * @param path name of the path, with the direction behind it
   * @param length octets of payload
   * @param repeat how often the segment is sent
   */
  record Segment(
      Line line,
      Token label,
      Token time,
      Token path,
      Token flags,
      int length,
      int repeat,
      List<Token> attributes,
      List<OptionWords> options)
      implements Statement {}

  /** A frame that is no segment of a path: {@code raw}, {@code copy} or {@code tick}. */
  record Frame(Line line, Token label, Token time, Token head, List<Token> words)
      implements Statement {}

  /** An option: its name, and the words behind it. */
  record OptionWords(Token name, List<Token> words) {}
}
