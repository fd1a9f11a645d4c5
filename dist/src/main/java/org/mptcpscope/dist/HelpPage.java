package org.mptcpscope.dist;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A help page of the command line, taken apart: man page and completions are made of the same
 * words.
 *
 * @param usage its first line
 * @param takes what the first line says of the operands; may be empty
 * @param items all else, in order
 */
record HelpPage(String usage, String takes, List<Item> items) {
  private static final Pattern TWO_COLUMNS = Pattern.compile("(\\S.*?)(?:\\s{2,}(.*))?");
  private static final Pattern ANOTHER =
      Pattern.compile("(.*?)[;,]\\s{2,}(-\\S.*?)(?:\\s{2,}(.*))?");

  /** A part of a page. */
  sealed interface Item {}

  /**
   * A command to copy.
   *
   * @param says what it is for; may be empty
   */
  record Example(String command, String says) implements Item {}

  /**
   * One or several options.
   *
   * @param term their names, and what they take
   * @param says what they do; may be empty
   */
  record Choice(String term, String says) implements Item {}

  /** Words, such as the heading of some options. */
  record Words(String text) implements Item {}

  /** Reads a page. */
  static HelpPage parse(String text) {
    List<String> lines = text.lines().toList();
    String[] first = columns(lines.getFirst());
    List<Item> items = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      Item last = items.isEmpty() ? null : items.getLast();
      if (line.isBlank()) {
        continue;
      }
      if (line.startsWith("      ") && last instanceof Choice choice) {
        items.set(items.size() - 1, new Choice(choice.term(), choice.says() + " " + line.strip()));
      } else if (last instanceof Words list && list.text().endsWith(",")) {
        items.set(items.size() - 1, new Words(list.text() + " " + line.strip()));
      } else if (line.startsWith("  -")) {
        String[] parts = columns(line);
        items.add(new Choice(parts[0], parts[1]));
      } else if (line.startsWith("  ")) {
        String[] parts = columns(line);
        items.add(new Example(parts[0], parts[1]));
      } else if (last instanceof Words words && !words.text().endsWith(".")) {
        items.set(items.size() - 1, new Words(words.text() + " " + line.strip()));
      } else {
        items.add(new Words(line.strip()));
      }
    }
    return new HelpPage(first[0], first[1], items.stream().flatMap(HelpPage::apart).toList());
  }

  /** Options that share a line for want of room: "ends after so many; --duration SECONDS ...". */
  private static Stream<Item> apart(Item item) {
    if (item instanceof Choice(String term, String says)) {
      Matcher another = ANOTHER.matcher(says);
      if (another.matches()) {
        String rest = another.group(3) == null ? "" : another.group(3);
        return Stream.concat(
            Stream.of(new Choice(term, another.group(1))),
            apart(new Choice(another.group(2), rest)));
      }
    }
    return Stream.of(item);
  }

  private static String[] columns(String line) {
    Matcher parts = TWO_COLUMNS.matcher(line.strip());
    if (!parts.matches()) {
      throw new IllegalArgumentException("not a line of a help page: " + line);
    }
    return new String[] {parts.group(1), parts.group(2) == null ? "" : parts.group(2)};
  }

  /** The options. */
  List<Choice> choices() {
    return items.stream().filter(Choice.class::isInstance).map(Choice.class::cast).toList();
  }
}
