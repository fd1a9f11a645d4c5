package org.mptcpscope.cli;

import java.util.List;

/** The commands in the order of the help page; {@code gui} is started by the launcher. */
final class Commands {
  static final List<String> NAMES =
      List.of(
          "lint",
          "connections",
          "stats",
          "dump",
          "plot",
          "report",
          "compare",
          "annotate",
          "extract",
          "anonymise",
          "capture",
          "rules",
          "explain",
          "gui");

  private Commands() {}
}
