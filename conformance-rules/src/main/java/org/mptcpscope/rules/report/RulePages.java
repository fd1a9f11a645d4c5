package org.mptcpscope.rules.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The pages of docs/rules, which lie in the jar too. */
final class RulePages {
  private RulePages() {}

  /**
   * The paragraphs between the first one, which is the message, and the first headline below it.
   */
  static List<String> prose(String rule) {
    List<String> paragraphs = new ArrayList<>();
    for (String block : page(rule).split("\n\n", -1)) {
      if (block.startsWith("## ") || block.startsWith("Since ")) {
        break;
      }
      paragraphs.add(block.replace('\n', ' ').replace("`", "").strip());
    }
    return paragraphs.size() < 3 ? List.of() : paragraphs.subList(2, paragraphs.size());
  }

  /** The page in Markdown; empty if there is none. */
  private static String page(String rule) {
    try (InputStream in = RulePages.class.getResourceAsStream("pages/" + rule + ".md")) {
      return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
