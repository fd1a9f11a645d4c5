package org.mptcpscope.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Where the program reads and writes, and what is at the other end.
 *
 * @param outIsTerminal standard output goes to a terminal
 * @param errIsTerminal standard error goes to a terminal
 * @param columns width of the terminal, or 0 if unknown
 * @param environment the variables that people set: NO_COLOR, TERM, COLUMNS
 */
record Terminal(
    InputStream in,
    PrintStream out,
    PrintStream err,
    boolean outIsTerminal,
    boolean errIsTerminal,
    int columns,
    Map<String, String> environment) {

  /** Without a terminal and without COLUMNS. */
  private static final int DEFAULT_WIDTH = 100;

  private static final int NARROWEST = 60;
  private static final int WIDEST = 120;

  /**
   * The real one, with this as its standard output. The launcher says what it found, since a JVM
   * can tell only whether standard input and output are both a terminal: MPTCPSCOPE_TTY holds the
   * numbers of the streams that are one, MPTCPSCOPE_COLUMNS the width.
   */
  static Terminal ofProcess(WatchedOutput out) {
    Map<String, String> environment = System.getenv();
    String ttys = environment.getOrDefault("MPTCPSCOPE_TTY", "");
    return new Terminal(
        System.in,
        stream(out),
        stream(new FileOutputStream(FileDescriptor.err)),
        ttys.contains("1"),
        ttys.contains("2"),
        number(environment.get("MPTCPSCOPE_COLUMNS")),
        environment);
  }

  /** The same with standard error in the place of standard output. */
  Terminal toStandardError() {
    return new Terminal(in, err, err, errIsTerminal, errIsTerminal, columns, environment);
  }

  private static PrintStream stream(OutputStream to) {
    return new PrintStream(
        new java.io.BufferedOutputStream(to, 1 << 16), false, StandardCharsets.UTF_8);
  }

  private static int number(String text) {
    try {
      return text == null ? 0 : Math.max(0, Integer.parseInt(text.trim()));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** Columns to write in: of the terminal, else COLUMNS, else 100; always between 60 and 120. */
  int width() {
    int given = outIsTerminal && columns > 0 ? columns : number(environment.get("COLUMNS"));
    return Math.clamp(given > 0 ? given : DEFAULT_WIDTH, NARROWEST, WIDEST);
  }

  /** Whether to write colour, by {@code --color}, then NO_COLOR and TERM, then the stream. */
  boolean colour(When when) {
    return switch (when) {
      case ALWAYS -> true;
      case NEVER -> false;
      case AUTO -> outIsTerminal && !isDumb() && environment.getOrDefault("NO_COLOR", "").isEmpty();
    };
  }

  /** Whether a progress line may be drawn on standard error. */
  boolean animates() {
    return errIsTerminal && !isDumb();
  }

  private boolean isDumb() {
    return "dumb".equals(environment.get("TERM"));
  }

  /** When to write colour. */
  enum When {
    AUTO,
    ALWAYS,
    NEVER
  }
}
