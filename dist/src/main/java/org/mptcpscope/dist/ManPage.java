package org.mptcpscope.dist;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The man page, mptcpscope(1). */
final class ManPage {
  private static final String FRAME =
      """
      .SH ENVIRONMENT
      .TP
      .B JAVA_HOME
      a Java runtime of release 25 or newer; MPTCPSCOPE_JAVA_HOME goes before it. Otherwise the one in PATH is taken, or the newest in the usual places
      .TP
      .B MPTCPSCOPE_JAVA_OPTS
      options for the Java runtime, such as \\-Xmx4g
      .TP
      .B MPTCPSCOPE_AOT
      off: the cache that makes later starts faster is neither made nor used; wait: it is made, if it is lacking, before the command runs and not after it
      .TP
      .B XDG_CACHE_HOME
      where that cache lies if the folder of the program cannot be written to, as mptcpscope/ (default: ~/.cache)
      .TP
      .B NO_COLOR
      no colors, unless \\-\\-color asks for them
      .SH EXIT STATUS
      .TP
      .B 0
      nothing at or above the threshold of \\-\\-fail\\-on
      .TP
      .B 1
      findings
      .TP
      .B 2
      wrong usage, unreadable input, or no Java runtime
      .TP
      .B 70
      an error inside mptcpscope
      .TP
      .B 130
      interrupted
      .SH SEE ALSO
      .BR tcpdump (1),
      .BR tshark (1),
      .BR pcap\\-filter (7);
      RFC 8684, RFC 6824; README.md and docs/ beside the program.
      """;

  private final StringBuilder out = new StringBuilder();

  private ManPage() {}

  /**
   * Writes the page.
   *
   * @param date of the program, as 2026-01-01
   */
  static String of(Manual manual, String version, String date) {
    ManPage page = new ManPage();
    page.line(
        ".TH MPTCPSCOPE 1 " + date + " \"mptcpscope " + text(version) + "\" \"User Commands\"");
    page.line(".SH NAME");
    page.line(
        "mptcpscope \\- judges Multipath TCP in packet captures against RFC 8684 and RFC 6824");
    page.line(".SH SYNOPSIS");
    page.line(".B mptcpscope");
    page.line("COMMAND [OPTIONS] [ARGUMENTS]");
    page.line(".SH DESCRIPTION");
    page.line(text(manual.page().usage()));
    page.items(manual.page(), new Manual.Command("", manual.page(), List.of(), null, List.of()));
    page.line(".SH COMMANDS");
    for (Manual.Command command : manual.commands()) {
      page.command(command);
    }
    page.out.append(FRAME);
    return page.out.toString();
  }

  private void command(Manual.Command command) {
    line(".SS " + text(command.name()));
    line(".B " + text(command.page().usage()));
    if (!command.page().takes().isEmpty()) {
      line(".PP");
      line(text(command.page().takes()));
    }
    List<Manual.Option> rest = new ArrayList<>(command.options());
    items(command.page(), command);
    command.page().choices().forEach(choice -> rest.removeAll(command.of(choice)));
    for (Manual.Option option : rest) {
      line(".TP");
      line(".B " + text(term(option)));
      line(text(says(List.of(option))));
    }
  }

  private void items(HelpPage page, Manual.Command command) {
    List<HelpPage.Item> items = page.items();
    boolean inExample = false;
    for (HelpPage.Item item : items) {
      boolean example = item instanceof HelpPage.Example;
      if (example && !inExample) {
        line(".PP");
        line(".EX");
      } else if (!example && inExample) {
        line(".EE");
      }
      inExample = example;
      switch (item) {
        case HelpPage.Example(String typed, String says) ->
            line(text(says.isEmpty() ? typed : "%-44s # %s".formatted(typed, says)));
        case HelpPage.Words(String words) -> {
          line(".PP");
          line(text(words));
        }
        case HelpPage.Choice choice -> {
          line(".TP");
          line(".B " + text(term(choice, command)));
          line(text(choice.says().isEmpty() ? says(command.of(choice)) : choice.says()));
        }
      }
    }
    if (inExample) {
      line(".EE");
    }
  }

  /** All names of the options of a line, also those for which the help page has no room. */
  private static String term(HelpPage.Choice choice, Manual.Command command) {
    List<Manual.Option> options = command.of(choice);
    String placeholder = Manual.placeholder(choice.term());
    String names =
        options.stream()
            .flatMap(option -> option.names().stream())
            .collect(Collectors.joining(", "));
    return options.isEmpty()
        ? choice.term()
        : placeholder.isEmpty() ? names : names + " " + placeholder;
  }

  private static String term(Manual.Option option) {
    String names = String.join(", ", option.names());
    return option.placeholder().isEmpty() ? names : names + " " + option.placeholder();
  }

  /** What the page of another command says, where this one has no room. */
  private static String says(List<Manual.Option> options) {
    return options.stream()
        .map(Manual.Option::says)
        .filter(words -> !words.isEmpty())
        .findFirst()
        .orElse("see the first lines");
  }

  private static String text(String words) {
    String safe = words.replace("\\", "\\e").replace("-", "\\-").replace("~", "\\(ti");
    return safe.startsWith(".") || safe.startsWith("'") ? "\\&" + safe : safe;
  }

  private void line(String text) {
    out.append(text).append('\n');
  }
}
