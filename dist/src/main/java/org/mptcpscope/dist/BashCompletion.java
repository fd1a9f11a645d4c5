package org.mptcpscope.dist;

import java.util.List;
import java.util.stream.Collectors;

/** Completion for bash, also for version 3: where it offers nothing, bash offers files. */
final class BashCompletion {
  private static final String SCRIPT =
      """
      # bash completion of mptcpscope, made of its help pages
      _mptcpscope() {
        local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command= operands=0 i
        local options= kinds= names before
        COMPREPLY=()
        # --format=json is three words for bash.
        if [ "$cur" = "=" ]; then
          cur=
        elif [ "$prev" = "=" ] && [ "$COMP_CWORD" -gt 1 ]; then
          prev=${COMP_WORDS[COMP_CWORD-2]}
        fi
        for ((i = 1; i < COMP_CWORD; i++)); do
          case ${COMP_WORDS[i]} in
            -*) ;;
            *) if [ -z "$command" ]; then command=${COMP_WORDS[i]}; else operands=$((operands + 1)); fi ;;
          esac
        done
        if [ -z "$command" ]; then
          COMPREPLY=($(compgen -W "@COMMANDS@ --help --version" -- "$cur"))
          return
        fi
        names="@NAMES@"
        # What an option takes.
        case $command,$prev in
      @VALUES@
        esac
        case $command in
      @OPTIONS@
        esac
        case $cur in
          -*) COMPREPLY=($(compgen -W "$options" -- "$cur")); return ;;
        esac
        if [ -n "$kinds" ] && [ "$operands" -eq 0 ]; then
          COMPREPLY=($(compgen -W "$kinds" -- "$cur"))
        fi
        case $command in
          @NAMING@) COMPREPLY=($(compgen -W "$names" -- "$cur")) ;;
        esac
      }
      complete -o default -F _mptcpscope mptcpscope
      """;

  private BashCompletion() {}

  static String of(Manual manual, List<String> ruleNames) {
    return SCRIPT
        .replace("@COMMANDS@", names(manual.commands()))
        .replace("@NAMES@", String.join(" ", ruleNames))
        .replace(
            "@VALUES@",
            manual.commands().stream()
                .flatMap(
                    command ->
                        command.options().stream()
                            .filter(option -> option.value() != Manual.Value.NONE)
                            .map(option -> value(command, option)))
                .collect(Collectors.joining("\n")))
        .replace(
            "@OPTIONS@",
            manual.commands().stream()
                .map(BashCompletion::options)
                .collect(Collectors.joining("\n")))
        .replace(
            "@NAMING@",
            manual.commands().stream()
                .filter(command -> command.operand() == Manual.Value.RULES)
                .map(Manual.Command::name)
                .collect(Collectors.joining(" | ")));
  }

  private static String names(List<Manual.Command> commands) {
    return commands.stream().map(Manual.Command::name).collect(Collectors.joining(" "));
  }

  private static String value(Manual.Command command, Manual.Option option) {
    String pattern =
        option.names().stream()
            .map(name -> command.name() + "," + name)
            .collect(Collectors.joining(" | "));
    String action =
        switch (option.value()) {
          case WORDS ->
              "COMPREPLY=($(compgen -W \"%s\" -- \"$cur\")); "
                  .formatted(String.join(" ", option.words()));
          case INTERFACE ->
              "COMPREPLY=($(compgen -W \"any $(ls /sys/class/net 2>/dev/null)\" -- \"$cur\")); ";
          case RULES ->
              "before=${cur%\"${cur##*,}\"}; "
                  + "COMPREPLY=($(compgen -P \"$before\" -W \"$names\" -- \"${cur##*,}\")); ";
          case FILE, OTHER, NONE -> "";
        };
    return "    " + pattern + ") " + action + "return ;;";
  }

  private static String options(Manual.Command command) {
    String options =
        command.options().stream()
            .flatMap(option -> option.names().stream())
            .collect(Collectors.joining(" "));
    String kinds =
        command.kinds().isEmpty() ? "" : " kinds=\"" + String.join(" ", command.kinds()) + "\"";
    return "    " + command.name() + ") options=\"" + options + "\"" + kinds + " ;;";
  }
}
