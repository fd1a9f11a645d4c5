package org.mptcpscope.rules.report;

/**
 * Colour roles of text reports. Sixteen colours only, so that the reader's theme decides; colour
 * never says what a word or mark does not say too.
 */
public enum Ink {
  /** No colour. */
  PLAIN,
  /** Escape sequences of a terminal. */
  ANSI;

  /** Blue, cyan, green, then their bright forms. */
  private static final String[] SUBFLOWS = {"34", "36", "32", "94", "96", "92"};

  public String error(String text) {
    return in("1;31", text);
  }

  public String warning(String text) {
    return in("1;33", text);
  }

  public String note(String text) {
    return in("1;36", text);
  }

  /** Inconclusive. */
  public String unclear(String text) {
    return in("35", text);
  }

  public String passed(String text) {
    return in("32", text);
  }

  public String strong(String text) {
    return in("1", text);
  }

  public String path(String text) {
    return in("1", text);
  }

  public String muted(String text) {
    return in("2", text);
  }

  /** Text about the subflow with this number. */
  public String subflow(int number, String text) {
    return number < 0 ? text : in(SUBFLOWS[number % SUBFLOWS.length], text);
  }

  private String in(String code, String text) {
    return this == PLAIN || text.isEmpty() ? text : "\033[" + code + "m" + text + "\033[0m";
  }
}
