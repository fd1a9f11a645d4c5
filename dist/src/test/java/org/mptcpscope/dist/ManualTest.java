package org.mptcpscope.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mptcpscope.cli.Main;
import picocli.CommandLine.Model.CommandSpec;

/** Man page and completions know what the parser knows, in the words of the help pages. */
class ManualTest {
  private static final Manual MANUAL = Manual.read();

  @Test
  void everyOptionOfEveryCommandIsInThePageAndInEachCompletion() {
    String page = ManPage.of(MANUAL, "1.2.3", "2026-01-01");
    String bash = BashCompletion.of(MANUAL, Manual.ruleNames());
    String zsh = ZshCompletion.of(MANUAL, Manual.ruleNames());
    String fish = FishCompletion.of(MANUAL, Manual.ruleNames());
    CommandSpec.forAnnotatedObject(Main.class)
        .subcommands()
        .forEach(
            (command, parser) -> {
              String section = between(page, ".SS " + command + "\n", "\n.S");
              String words = between(bash, "    " + command + ") options=\"", "\"");
              String spec = between(zsh, "        " + command + ")\n", ";;");
              parser
                  .getCommandSpec()
                  .options()
                  .forEach(
                      option -> {
                        for (String name : option.names()) {
                          String why = command + " " + name;
                          assertThat(section.lines().filter(line -> line.startsWith(".B ")))
                              .as(why)
                              .anyMatch(
                                  line ->
                                      List.of(line.replace("\\-", "-").split("[ ,]+"))
                                          .contains(name));
                          assertThat(words.split(" ")).as(why).contains(name);
                          assertThat(spec).as(why).containsPattern("'\\*" + name + "[=\\[]");
                          assertThat(fish)
                              .as(why)
                              .containsPattern(
                                  "from "
                                      + command
                                      + "'.* -"
                                      + (name.startsWith("--")
                                          ? "l " + name.substring(2)
                                          : "s " + name.substring(1))
                                      + "\\b");
                        }
                      });
            });
    assertThat(page).contains(".SS gui\n").doesNotContain("\n.B -");
  }

  @ParameterizedTest
  @CsvSource({
    "lint,--output,FILE",
    "lint,--keys,FILE",
    "connections,--keys,FILE",
    "lint,--select,RULES",
    "gui,--select,RULES",
    "capture,--interface,INTERFACE",
    "lint,--captured-at,WORDS",
    "lint,--key,OTHER",
    "plot,--size,OTHER",
    "lint,--strict,NONE"
  })
  void knowsWhatAnOptionTakes(String command, String name, Manual.Value value) {
    assertThat(option(command, name).value()).isEqualTo(value);
  }

  @Test
  void knowsTheWordsThatAnOptionTakes() {
    assertThat(option("lint", "--format").words())
        .contains("text", "oneline", "json", "sarif", "junit", "github", "markdown", "csv");
    assertThat(option("lint", "--fail-on").words())
        .containsExactly("error", "warning", "note", "never");
    assertThat(option("lint", "--color").words()).containsExactly("auto", "always", "never");
    assertThat(option("lint", "--captured-at").words()).containsExactly("initiator", "listener");
    assertThat(option("lint", "--require").words()).containsExactly("mptcp", "v1", "v0");
    assertThat(option("capture", "--format").words()).contains("text", "json");
    assertThat(option("plot", "--theme").words()).containsExactly("light", "dark");
    assertThat(
            MANUAL.commands().stream()
                .filter(each -> each.name().equals("plot"))
                .flatMap(each -> each.kinds().stream()))
        .contains("dsn", "stevens", "map");
  }

  @Test
  void tellsOptionsThatShareALineApart() {
    HelpPage page =
        HelpPage.parse(
            """
            mptcpscope x [OPTIONS] FILE    FILE: capture
              mptcpscope x a.pcap          try it
            What is done
              -c, --count N         so many;   --long  at length;   --also
              -w, --wide            on and
                                    on
            Exit: 0, 2 usage
            """);

    assertThat(page.usage()).isEqualTo("mptcpscope x [OPTIONS] FILE");
    assertThat(page.takes()).isEqualTo("FILE: capture");
    assertThat(page.items())
        .containsExactly(
            new HelpPage.Example("mptcpscope x a.pcap", "try it"),
            new HelpPage.Words("What is done"),
            new HelpPage.Choice("-c, --count N", "so many"),
            new HelpPage.Choice("--long", "at length"),
            new HelpPage.Choice("--also", ""),
            new HelpPage.Choice("-w, --wide", "on and on"),
            new HelpPage.Words("Exit: 0, 2 usage"));
  }

  private static Manual.Option option(String command, String name) {
    return MANUAL.commands().stream()
        .filter(each -> each.name().equals(command))
        .flatMap(each -> each.options().stream())
        .filter(each -> each.names().contains(name))
        .findFirst()
        .orElseThrow();
  }

  private static String between(String text, String from, String to) {
    int start = text.indexOf(from);
    assertThat(start).as(from).isNotNegative();
    int end = text.indexOf(to, start + from.length());
    return text.substring(start + from.length(), end < 0 ? text.length() : end);
  }
}
