package org.mptcpscope.rules.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.mptcpscope.rules.Lab;

/**
 * requirements.tsv says what requirements.json and policy.json say. Run with {@code
 * -Dmptcpscope.update=true}, as {@code ./dev fix} does, this test writes it.
 */
class CompactCatalogueGoldenTest {
  private static final Path FILE =
      Lab.project()
          .resolve("conformance-rules/src/main/resources/org/mptcpscope/rules/catalogue")
          .resolve("requirements.tsv");

  private static final Map<?, ?> POLICY = (Map<?, ?>) JsonValue.resource("policy.json");

  private static String compact() {
    StringBuilder all = new StringBuilder();
    for (Object entry : (List<?>) JsonValue.resource("requirements.json")) {
      Map<?, ?> json = (Map<?, ?>) entry;
      all.append(
              String.join(
                  "\t",
                  JsonValue.text(json, "id"),
                  JsonValue.text(json, "spec"),
                  JsonValue.text(json, "section"),
                  String.valueOf(json.get("line")),
                  JsonValue.text(json, "level"),
                  String.join(",", JsonValue.texts(json, "versions")),
                  JsonValue.text(json, "observable").toUpperCase(Locale.ROOT),
                  String.join(",", JsonValue.texts(json, "needs")),
                  String.join(",", JsonValue.texts(json, "exceptions")),
                  JsonValue.text(json, "severity").toUpperCase(Locale.ROOT).replace("INFO", "NOTE"),
                  JsonValue.text(json, "tier").toUpperCase(Locale.ROOT),
                  traits(JsonValue.text(json, "id")),
                  JsonValue.text(json, "paraphrase")))
          .append('\n');
    }
    return all.toString();
  }

  private static String traits(String id) {
    List<String> traits = new ArrayList<>();
    for (Requirement.Trait trait : Requirement.Trait.values()) {
      if (JsonValue.texts(POLICY, trait.name()).contains(id)) {
        traits.add(trait.name());
      }
    }
    return String.join(",", traits);
  }

  @Test
  void isThatOfTheJson() {
    String compact = compact();
    if (Lab.updates()) {
      Lab.write(FILE, compact);
    }
    assertThat(Lab.read(FILE)).as("requirements.tsv, written by ./dev fix").isEqualTo(compact);
  }

  @Test
  void policyNamesTraitsAndRequirements() {
    Set<String> unknown = new TreeSet<>();
    for (Map.Entry<?, ?> row : POLICY.entrySet()) {
      Requirement.Trait.valueOf((String) row.getKey());
      ((List<?>) row.getValue())
          .stream()
              .map(String::valueOf)
              .filter(id -> Requirements.byId(id).isEmpty())
              .forEach(unknown::add);
    }
    assertThat(unknown).isEmpty();
  }
}
