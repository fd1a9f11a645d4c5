package org.mptcpscope.dist;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.mptcpscope.cli.Main;
import org.mptcpscope.rules.catalogue.Requirements;
import org.mptcpscope.rules.catalogue.RuleCatalogue;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What every command takes: the options that the parser knows, in the words of the help pages.
 *
 * @param page the first page
 * @param commands in the order of the parser; the desktop, which the launcher starts, is the last
 */
record Manual(HelpPage page, List<Command> commands) {
  private static final Pattern IN_USAGE = Pattern.compile("\\[(--[a-z-]+) ([^\\]]+)]");

  /** What an option or operand takes. */
  enum Value {
    NONE,
    FILE,
    INTERFACE,
    RULES,
    WORDS,
    OTHER
  }

  /**
   * An option.
   *
   * @param names as typed, the short one first
   * @param placeholder of its value; empty if it takes none
   * @param says what it does; may be empty
   * @param value what it takes
   * @param words that it takes, if it takes one of some words
   */
  record Option(
      List<String> names, String placeholder, String says, Value value, List<String> words) {}

  /**
   * A command.
   *
   * @param operand what it takes besides options
   * @param kinds words of which its first operand is one; mostly none
   */
  record Command(
      String name, HelpPage page, List<Option> options, Value operand, List<String> kinds) {

    /** The options that a line of the help page is about, in its order. */
    List<Option> of(HelpPage.Choice choice) {
      return tokens(choice)
          .flatMap(token -> options.stream().filter(option -> option.names().contains(token)))
          .distinct()
          .toList();
    }
  }

  /** All that the program of this class path takes. */
  static Manual read() {
    CommandSpec root = CommandSpec.forAnnotatedObject(Main.class);
    HelpPage lint = page("lint");
    List<Command> commands = new ArrayList<>();
    root.subcommands()
        .forEach((name, sub) -> commands.add(command(name, sub.getCommandSpec(), lint)));
    commands.add(gui());
    return new Manual(page("mptcpscope"), commands);
  }

  /** Names of rules and requirements, which several options take. */
  static List<String> ruleNames() {
    return Stream.concat(
            RuleCatalogue.all().stream().map(rule -> rule.spec().name()),
            Requirements.all().stream().map(requirement -> requirement.id()))
        .sorted()
        .toList();
  }

  private static Command command(String name, CommandSpec spec, HelpPage lint) {
    HelpPage page = page(name);
    List<Option> options =
        spec.options().stream().map(option -> option(option, page, lint)).toList();
    return new Command(name, page, options, operand(page), kinds(page));
  }

  private static Command gui() {
    HelpPage page = page("gui");
    List<Option> options = new ArrayList<>();
    Matcher option = IN_USAGE.matcher(page.usage());
    while (option.find()) {
      String placeholder = option.group(2);
      Value value = placeholder.contains("RULE") ? Value.RULES : Value.OTHER;
      options.add(new Option(List.of(option.group(1)), placeholder, "", value, List.of()));
    }
    options.add(help());
    return new Command("gui", page, options, operand(page), List.of());
  }

  private static Option help() {
    return new Option(
        List.of("-h", "--help"), "", "a short form of this page", Value.NONE, List.of());
  }

  private static Option option(OptionSpec spec, HelpPage page, HelpPage lint) {
    List<String> names =
        Arrays.stream(
                spec.shortestName().equals(spec.longestName())
                    ? new String[] {spec.longestName()}
                    : spec.names())
            .sorted((a, b) -> Integer.compare(a.length(), b.length()))
            .toList();
    if (spec.usageHelp()) {
      return help();
    }
    boolean takes = spec.arity().max() > 0;
    List<HelpPage.Choice> lines =
        Stream.of(page, lint)
            .flatMap(from -> from.choices().stream())
            .filter(choice -> mentions(choice, names))
            .toList();
    String says =
        lines.stream()
            .map(HelpPage.Choice::says)
            .filter(line -> !line.isEmpty())
            .findFirst()
            .orElse("");
    if (!takes) {
      return new Option(names, "", says, Value.NONE, List.of());
    }
    Optional<HelpPage.Choice> full =
        lines.stream().filter(choice -> !placeholder(choice.term()).isEmpty()).findFirst();
    String placeholder =
        full.map(choice -> placeholder(choice.term())).orElse(inUsage(names, page));
    List<String> words = full.map(choice -> words(choice.says())).orElse(List.of());
    Value value =
        switch (placeholder) {
          case "FILE", "OUT", "DIR" -> Value.FILE;
          case "INTERFACE" -> Value.INTERFACE;
          default ->
              placeholder.startsWith("NAME,")
                  ? Value.RULES
                  : words.isEmpty() ? Value.OTHER : Value.WORDS;
        };
    return new Option(names, placeholder, says, value, value == Value.WORDS ? words : List.of());
  }

  /** The placeholder of an option that only the first line of the page names. */
  private static String inUsage(List<String> names, HelpPage page) {
    return names.stream()
        .map(name -> Pattern.compile(" " + name + " ([A-Z]+)").matcher(page.usage()))
        .filter(Matcher::find)
        .map(found -> found.group(1))
        .findFirst()
        .orElse("VALUE");
  }

  private static boolean mentions(HelpPage.Choice choice, List<String> names) {
    return tokens(choice).anyMatch(names::contains);
  }

  private static Stream<String> tokens(HelpPage.Choice choice) {
    return Arrays.stream(choice.term().split("[ ,]+"));
  }

  /** What follows the names of an option, as in {@code -o, --output FILE}. */
  static String placeholder(String term) {
    String[] parts = term.split(" ");
    int first = 0;
    while (first < parts.length && parts[first].startsWith("-")) {
      first++;
    }
    return String.join(" ", Arrays.asList(parts).subList(first, parts.length));
  }

  /** The words that a line lists, as in "auto, always, never (NO_COLOR is honoured)". */
  static List<String> words(String says) {
    List<String> found = new ArrayList<>();
    String list =
        says.replaceFirst("^(of the report:|each must hold) ", "").replaceFirst("[;:].*", "");
    for (String part : list.split(", | or ")) {
      String word = part.replaceFirst("\\s*\\(.*", "").strip();
      if (word.matches("[a-z][a-z0-9-]*")) {
        found.add(word);
      } else {
        break;
      }
    }
    return found.size() < 2 ? List.of() : found;
  }

  private static Value operand(HelpPage page) {
    return page.usage().contains("FILE")
        ? Value.FILE
        : page.usage().contains("NAME") ? Value.RULES : Value.NONE;
  }

  private static List<String> kinds(HelpPage page) {
    return page.items().stream()
        .filter(item -> item instanceof HelpPage.Words words && words.text().startsWith("KIND: "))
        .flatMap(item -> kindWords(((HelpPage.Words) item).text()).stream())
        .toList();
  }

  private static List<String> kindWords(String text) {
    // Without what stands in brackets, of which there may be one after each word.
    String list = text.substring("KIND: ".length()).replaceAll("\\([^)]*\\)", "");
    return Arrays.stream(list.split("[,;]"))
        .map(String::strip)
        .filter(word -> word.matches("[a-z]+"))
        .toList();
  }

  private static HelpPage page(String name) {
    try (InputStream in = Main.class.getResourceAsStream("help/" + name + ".txt")) {
      if (in == null) {
        throw new IllegalStateException("no help page for " + name);
      }
      return HelpPage.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
