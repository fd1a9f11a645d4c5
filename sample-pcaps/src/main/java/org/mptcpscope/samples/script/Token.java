package org.mptcpscope.samples.script;

/**
 * A run of characters between blanks.
 *
 * @param text without the comma that ends it
 * @param script name of the script, for messages
 * @param line counts from 1
 * @param column of its first character; counts from 1
 * @param last whether a comma followed, which ends an item
 */
record Token(String text, String script, int line, int column, boolean last) {

  /** What stands before the first {@code =}; all of the token without one. */
  String name() {
    int equals = text.indexOf('=');
    return equals < 0 ? text : text.substring(0, equals);
  }

  /** What stands behind the first {@code =}; null without one. */
  String value() {
    int equals = text.indexOf('=');
    return equals < 0 ? null : text.substring(equals + 1);
  }

  ScriptException expected(String what) {
    return problem("expected " + what + ", found '" + text + "'");
  }

  ScriptException problem(String problem) {
    return new ScriptException(script, line, column, problem);
  }
}
