package org.mptcpscope.dist;

import java.util.List;
import java.util.stream.Collectors;

/** Completion for zsh. */
final class ZshCompletion {
  private static final String SCRIPT =
      """
      #compdef mptcpscope
      # zsh completion of mptcpscope, made of its help pages

      _mptcpscope_names() {
        local -a names
        names=(@NAMES@)
        compset -P '*,'
        compadd -a names
      }

      _mptcpscope() {
        local curcontext="$curcontext" state line
        local -a commands
        commands=(
      @COMMANDS@
        )
        _arguments -C '(- *)'{-h,--help}'[the first page]' '(- *)--version[the version]' \\
          '1: :->command' '*:: :->rest'
        case $state in
          command) _describe -t commands command commands ;;
          rest)
            case $words[1] in
      @OPTIONS@
            esac
            ;;
        esac
      }

      if [ "$funcstack[1]" = _mptcpscope ]; then
        _mptcpscope "$@"
      else
        compdef _mptcpscope mptcpscope
      fi
      """;

  private ZshCompletion() {}

  static String of(Manual manual, List<String> ruleNames) {
    return SCRIPT
        .replace("@NAMES@", String.join(" ", ruleNames))
        .replace(
            "@COMMANDS@",
            manual.commands().stream()
                .map(command -> "    " + quoted(command.name() + ":" + title(command)))
                .collect(Collectors.joining("\n")))
        .replace(
            "@OPTIONS@",
            manual.commands().stream()
                .map(ZshCompletion::command)
                .collect(Collectors.joining("\n")));
  }

  /** What a command is for: what its first example says. */
  static String title(Manual.Command command) {
    return command.page().takes().isEmpty() ? command.page().usage() : command.page().takes();
  }

  private static String command(Manual.Command command) {
    String options =
        command.options().stream()
            .map(ZshCompletion::option)
            .collect(Collectors.joining(" \\\n            "));
    String operand =
        switch (command.operand()) {
          case RULES -> " \\\n            '*:name:_mptcpscope_names'";
          case FILE ->
              command.kinds().isEmpty()
                  ? " \\\n            '*:file:_files'"
                  : " \\\n            '1:kind:(%s)' \\\n            '*:file:_files'"
                      .formatted(String.join(" ", command.kinds()));
          case NONE, INTERFACE, WORDS, OTHER -> "";
        };
    return "        "
        + command.name()
        + ")\n          _arguments -s \\\n            "
        + options
        + operand
        + " ;;";
  }

  private static String option(Manual.Option option) {
    String action =
        switch (option.value()) {
          case NONE -> "";
          case FILE -> ":" + option.placeholder() + ":_files";
          case INTERFACE -> ":interface:_net_interfaces";
          case RULES -> ":name:_mptcpscope_names";
          case WORDS -> ":word:(" + String.join(" ", option.words()) + ")";
          case OTHER -> ":" + option.placeholder().replaceAll("[^A-Za-z]", " ").strip() + ": ";
        };
    // Any option may be given again: some collect their values.
    return option.names().stream()
        .map(
            name ->
                quoted(
                    "*"
                        + name
                        + (name.startsWith("--") && !action.isEmpty() ? "=" : "")
                        + "["
                        + option.says().replaceAll("[\\[\\]:\\\\]", " ")
                        + "]"
                        + action))
        .collect(Collectors.joining(" "));
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
