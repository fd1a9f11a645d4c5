package org.mptcpscope.rules.config;

import java.io.Serial;
import java.util.ArrayList;
import java.util.List;

/** A file of settings that cannot be followed; the message has one line a mistake. */
public final class ConfigException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  /** Mistakes that are told of one file; who has more is elsewhere than he thinks. */
  private static final int MOST = 20;

  ConfigException(List<String> mistakes) {
    super(String.join("\n", first(mistakes)));
  }

  ConfigException(String mistake) {
    this(List.of(mistake));
  }

  private static List<String> first(List<String> mistakes) {
    if (mistakes.size() <= MOST) {
      return mistakes;
    }
    List<String> first = new ArrayList<>(mistakes.subList(0, MOST));
    first.add("and " + (mistakes.size() - MOST) + " mistakes more");
    return first;
  }

  /** Each mistake, with its place where it has one. */
  public List<String> mistakes() {
    return getMessage().lines().toList();
  }
}
