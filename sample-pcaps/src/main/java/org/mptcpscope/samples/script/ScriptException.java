package org.mptcpscope.samples.script;

/** A packet script cannot be understood: says where, and what was expected. */
public final class ScriptException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String script;
  private final int line;
  private final int column;

  /**
   * Builds the message as {@code script:line:column: problem}.
   *
   * @param line counts from 1
   * @param column counts from 1
   */
  public ScriptException(String script, int line, int column, String problem) {
    super(script + ":" + line + ":" + column + ": " + problem);
    this.script = script;
    this.line = line;
    this.column = column;
  }

  /** The name that the script was parsed under. */
  public String script() {
    return script;
  }

  /** The line at fault; counts from 1. */
  public int line() {
    return line;
  }

  /** The column at fault; counts from 1. */
  public int column() {
    return column;
  }
}
