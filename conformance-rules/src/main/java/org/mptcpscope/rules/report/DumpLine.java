package org.mptcpscope.rules.report;

import java.util.Locale;

/** One line of {@code dump}, before it is written: a segment, or a run of equal ones. */
final class DumpLine {
  private static final int TEXT_COLUMN = 38;
  private static final int ABSOLUTE_COLUMN = 98;

  /** Behind a longer text the absolute number is left out. */
  private final boolean alwaysAbsolute;

  char mark = ' ';
  int firstFrame;
  int lastFrame;
  long time;
  String place = "";
  String direction = "";
  String flags = "";
  String text = "";
  String absolute = "";

  DumpLine(boolean alwaysAbsolute) {
    this.alwaysAbsolute = alwaysAbsolute;
  }

  /** The headline over the columns. */
  static String header() {
    return pad("    frame      time  sub  A   B  tcp  numbers, options", ABSOLUTE_COLUMN)
        + "absolute DSN";
  }

  String format(Ink ink, int subflow) {
    String frames = firstFrame == lastFrame ? "" + firstFrame : firstFrame + "-" + lastFrame;
    String head = String.format(Locale.ROOT, "%s%8s%10s", mark(ink), frames, Prose.seconds(time));
    String line =
        head
            + "  "
            + ink.subflow(subflow, place)
            + "  "
            + direction
            + "  "
            + pad(flags, 3)
            + "  "
            + text;
    int length = TEXT_COLUMN + text.length();
    if (absolute.isEmpty() || (length > ABSOLUTE_COLUMN - 1 && !alwaysAbsolute)) {
      return line.stripTrailing();
    }
    return line + " ".repeat(Math.max(1, ABSOLUTE_COLUMN - length)) + ink.muted(absolute);
  }

  private String mark(Ink ink) {
    return switch (mark) {
      case 'E' -> ink.error("E");
      case 'W' -> ink.warning("W");
      case 'n' -> ink.note("n");
      default -> String.valueOf(mark);
    };
  }

  private static String pad(String text, int width) {
    return text.length() >= width ? text : text + " ".repeat(width - text.length());
  }
}
