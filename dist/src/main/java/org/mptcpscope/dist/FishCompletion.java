package org.mptcpscope.dist;

import java.util.List;

/** Completion for fish. */
final class FishCompletion {
  private static final String HEAD =
      """
      # fish completion of mptcpscope, made of its help pages
      complete -c mptcpscope -n __fish_use_subcommand -f
      complete -c mptcpscope -n __fish_use_subcommand -s h -l help -d 'the first page'
      complete -c mptcpscope -n __fish_use_subcommand -l version -d 'the version'
      """;

  private FishCompletion() {}

  static String of(Manual manual, List<String> ruleNames) {
    StringBuilder out = new StringBuilder(HEAD);
    out.append("set -g __mptcpscope_names ").append(String.join(" ", ruleNames)).append('\n');
    for (Manual.Command command : manual.commands()) {
      out.append("complete -c mptcpscope -n __fish_use_subcommand -a ")
          .append(command.name())
          .append(" -d ")
          .append(quoted(ZshCompletion.title(command)))
          .append('\n');
      String when =
          "complete -c mptcpscope -n '__fish_seen_subcommand_from " + command.name() + "'";
      for (Manual.Option option : command.options()) {
        out.append(when).append(option(option)).append('\n');
      }
      if (command.operand() == Manual.Value.RULES) {
        out.append(when).append(" -f -a \"$__mptcpscope_names\"\n");
      }
      if (!command.kinds().isEmpty()) {
        out.append(when).append(" -a '").append(String.join(" ", command.kinds())).append("'\n");
      }
    }
    return out.toString();
  }

  private static String option(Manual.Option option) {
    StringBuilder line = new StringBuilder();
    for (String name : option.names()) {
      line.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
    }
    line.append(
        switch (option.value()) {
          case NONE -> "";
          case FILE -> " -r -F";
          case INTERFACE -> " -x -a '(ls /sys/class/net 2>/dev/null)'";
          case RULES -> " -x -a \"(__fish_append , $__mptcpscope_names)\"";
          case WORDS -> " -x -a '" + String.join(" ", option.words()) + "'";
          case OTHER -> " -x";
        });
    if (!option.says().isEmpty()) {
      line.append(" -d ").append(quoted(option.says()));
    }
    return line.toString();
  }

  private static String quoted(String word) {
    return "'" + word.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
