package org.mptcpscope.rules.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mptcpscope.rules.Lab;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.catalogue.Requirement.Trait;

/** The list of rules is complete and sorted, and what a rule says of itself is sound. */
class RuleSheetTest {
  private static final int LONGEST_NAME = 34;

  private static List<RuleSpec> specs() {
    return RuleCatalogue.all().stream().map(Rule::spec).toList();
  }

  @Test
  void isSortedByName() {
    assertThat(specs()).extracting(RuleSpec::name).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void namesFollowTheClass() {
    for (Rule rule : RuleCatalogue.all()) {
      String name = rule.spec().name();
      assertThat(classNameOf(name)).isEqualTo(rule.getClass().getSimpleName());
      assertThat(name).hasSizeLessThanOrEqualTo(LONGEST_NAME);
    }
  }

  private static String classNameOf(String name) {
    return Stream.of(name.split("-", -1))
        .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
        .collect(Collectors.joining());
  }

  @Test
  void listsEveryClassThatIsARule() throws IOException {
    Path root = Lab.project().resolve("conformance-rules/src/main/java/org/mptcpscope/rules");
    try (Stream<Path> files = Files.walk(root)) {
      List<String> rules =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .filter(file -> Lab.read(file).contains(" implements Rule {"))
              .map(file -> file.getFileName().toString().replace(".java", ""))
              .sorted()
              .toList();
      assertThat(RuleCatalogue.all())
          .extracting(rule -> rule.getClass().getSimpleName())
          .containsExactlyInAnyOrderElementsOf(rules);
    }
  }

  @Test
  void requirementsAreInTheCatalogueAndCheckable() {
    for (RuleSpec spec : specs()) {
      assertThat(spec.subjects()).as(spec.name()).containsKey(spec.requirement());
      for (String id : spec.subjects().keySet()) {
        assertThat(Requirements.byId(id)).as("%s of %s", id, spec.name()).isPresent();
        assertThat(Requirements.get(id).isCheckable()).as("%s of %s", id, spec.name()).isTrue();
      }
    }
  }

  @Test
  void everyRuleHearsSomethingAndHasItsState() {
    for (Rule rule : RuleCatalogue.all()) {
      assertThat(rule.spec().hears()).as(rule.spec().name()).isNotEmpty();
      Rule fresh = rule.fresh();
      assertThat(fresh.getClass()).isEqualTo(rule.getClass());
      assertThat(fresh.spec()).isEqualTo(rule.spec());
      boolean hasState =
          Stream.of(rule.getClass().getDeclaredFields())
              .anyMatch(field -> !java.lang.reflect.Modifier.isStatic(field.getModifiers()));
      assertThat(fresh != rule)
          .as("%s: a rule with fields, and only such a one, is made afresh", rule.spec().name())
          .isEqualTo(hasState);
    }
  }

  @Test
  void messagesAreSentencesWithoutFullStop() {
    for (RuleSpec spec : specs()) {
      assertThat(spec.message()).as(spec.name()).isNotBlank().doesNotEndWith(".");
      assertThat(spec.message()).doesNotContainPattern("(?i)\\b(you|please|bug)\\b|!");
    }
  }

  @Test
  void foldsNameRequirements() {
    Set<String> unknown = new TreeSet<>();
    for (Fold fold : Fold.all()) {
      Stream.concat(fold.leaders().stream(), fold.followers().stream())
          .filter(id -> !id.equals("*") && Requirements.byId(id).isEmpty())
          .forEach(unknown::add);
      assertThat(fold.leaders()).as(fold.cause()).isNotEmpty();
      assertThat(fold.followers()).as(fold.cause()).isNotEmpty();
    }
    assertThat(unknown).isEmpty();
  }

  @Test
  void everyReactionAsksForAVantage() {
    assertThat(
            Requirements.all().stream()
                .filter(requirement -> requirement.is(Trait.REACTION))
                .filter(requirement -> !requirement.asksForVantage()))
        .isEmpty();
  }
}
