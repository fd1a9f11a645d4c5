package org.mptcpscope.samples.script;

import java.util.List;

/**
 * A packet script: hosts, paths and segments in text, which becomes a capture with ground truth.
 *
 * <p>The language is described in {@code docs/packet-scripts.md}.
 */
public final class PacketScript {
  private final String name;
  private final List<Line> lines;
  private final List<Statement> statements;

  private PacketScript(String name, List<Line> lines, List<Statement> statements) {
    this.name = name;
    this.lines = lines;
    this.statements = statements;
  }

  /**
   * Reads a script.
   *
   * @param name for messages, and of the sample
   * @throws ScriptException if the text is no script; says where
   */
  public static PacketScript parse(String name, String text) {
    List<Line> lines = Lexer.lines(name, text);
    return new PacketScript(name, lines, Parser.statements(lines));
  }

  /**
   * Plays the script: the same script gives the same octets each time.
   *
   * @throws ScriptException if a line cannot be carried out; says where
   */
  public Sample run() {
    return new Player(name, lines).play(statements);
  }
}
