package org.mptcpscope.rules.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mptcpscope.rules.Lab;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.catalogue.RuleCatalogue;

/**
 * The pages under docs that are made from the code. Run with {@code -Dmptcpscope.update=true}, as
 * {@code ./dev fix} does, this test writes them; else it fails where they differ.
 */
class RulePagesTest {
  private static final Path DOCS = Lab.project().resolve("docs");

  private static Map<String, String> pages() {
    Map<String, String> pages = new TreeMap<>();
    for (Rule rule : RuleCatalogue.all()) {
      pages.put("rules/" + rule.spec().name() + ".md", RulePage.of(rule));
    }
    pages.put("rules/README.md", index());
    pages.put("conformance/rfc8684.md", CoverageTable.page());
    pages.put("bug-museum.md", Museum.page());
    pages.put("known-deviations.md", Deviations.page());
    return pages;
  }

  private static String index() {
    return RuleCatalogue.all().stream()
        .map(Rule::spec)
        .map(spec -> "- [" + spec.name() + "](" + spec.name() + ".md): " + spec.message() + "\n")
        .collect(Collectors.joining("", "# Rules\n\n", ""));
  }

  @Test
  void pagesAreThoseOfTheCode() throws IOException {
    Map<String, String> pages = pages();
    TreeSet<String> stale = new TreeSet<>();
    for (Map.Entry<String, String> page : pages.entrySet()) {
      Path file = DOCS.resolve(page.getKey());
      if (!Lab.read(file).equals(page.getValue())) {
        if (Lab.updates()) {
          Lab.write(file, page.getValue());
        } else {
          stale.add(page.getKey());
        }
      }
    }
    for (String left : leftOver(pages)) {
      if (Lab.updates()) {
        Files.delete(DOCS.resolve(left));
      } else {
        stale.add(left);
      }
    }
    assertThat(stale).as("pages that ./dev fix would change").isEmpty();
  }

  private static Set<String> leftOver(Map<String, String> pages) throws IOException {
    Path rules = DOCS.resolve("rules");
    if (!Files.isDirectory(rules)) {
      return new TreeSet<>();
    }
    try (Stream<Path> files = Files.list(rules)) {
      return files
          .map(file -> "rules/" + file.getFileName())
          .filter(name -> !pages.containsKey(name))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  @Test
  void everyRuleSaysWhatItIsAbout() {
    for (Rule rule : RuleCatalogue.all()) {
      assertThat(Javadoc.of(rule)).as(rule.spec().name()).hasSizeGreaterThanOrEqualTo(1);
    }
  }
}
