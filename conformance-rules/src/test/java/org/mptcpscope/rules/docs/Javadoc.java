package org.mptcpscope.rules.docs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mptcpscope.rules.Lab;
import org.mptcpscope.rules.api.Rule;

/** The comment of a rule's class, as Markdown. */
final class Javadoc {
  private static final Pattern COMMENT =
      Pattern.compile(
          "/\\*\\*((?:[^*]|\\*(?!/))*)\\*/\\s*(?:@\\w+\\s*(?:\\([^)]*\\))?\\s*)*public final class ");

  private Javadoc() {}

  /** Its paragraphs; empty if the class has no comment. */
  static List<String> of(Rule rule) {
    Path source =
        Lab.project()
            .resolve("conformance-rules/src/main/java")
            .resolve(rule.getClass().getName().replace('.', '/') + ".java");
    Matcher found = COMMENT.matcher(Lab.read(source));
    return found.find() ? paragraphs(found.group(1)) : List.of();
  }

  private static List<String> paragraphs(String comment) {
    String text = comment.replaceAll("(?m)^\\s*\\* ?", "").strip();
    text = text.replaceAll("\\{@(?:code|literal) ([^}]*)\\}", "`$1`");
    text = text.replaceAll("\\{@link(?:plain)? (?:[\\w.]*#)?([\\w.]+)[^}]*\\}", "`$1`");
    text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    text = text.replaceAll("</?(?:b|i|em|strong)>", "");
    text = text.replaceAll("\\s*<ul>\\s*", "\n\n").replaceAll("\\s*</ul>\\s*", "\n\n");
    text = text.replaceAll("\\s*<li>\\s*", "\n- ").replaceAll("</li>", "");
    text = text.replaceAll("\\s*<p>\\s*", "\n\n").replace("</p>", "");
    List<String> all = new ArrayList<>();
    for (String block : text.split("\n\\s*\n", -1)) {
      if (!block.isBlank()) {
        all.add(
            block.strip().startsWith("- ") ? block.strip() : block.strip().replaceAll("\\s+", " "));
      }
    }
    return all;
  }
}
