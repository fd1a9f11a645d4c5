package org.mptcpscope.rules.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.mptcpscope.rules.Lab;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;

/**
 * Rule x requirement x event is the map of the design, map.tsv: a rule reports only what its rows
 * name, and hears only events that its rows name or that departures.tsv allows, with the reason.
 */
class RuleMapTest {
  private static final Path FOLDER =
      Lab.project().resolve("conformance-rules/src/test/resources/org/mptcpscope/rules/catalogue");

  private final Map<String, Set<String>> requirements = new HashMap<>();
  private final Map<String, Set<String>> events = new HashMap<>();

  RuleMapTest() {
    for (String line : Lab.read(FOLDER.resolve("map.tsv")).lines().toList()) {
      String[] row = line.split("\t", -1);
      requirements.computeIfAbsent(row[1], _ -> new HashSet<>()).add(row[0]);
      events.computeIfAbsent(row[1], _ -> new HashSet<>()).addAll(List.of(row[2].split(" ", -1)));
    }
  }

  /** Rows of rule, event or requirement, reason. */
  private static Set<String> departures() {
    Set<String> departures = new TreeSet<>();
    for (String line : Lab.read(FOLDER.resolve("departures.tsv")).lines().toList()) {
      String[] row = line.split("\t", -1);
      assertThat(row).as(line).hasSize(3);
      assertThat(row[2]).as(line).isNotBlank();
      departures.add(row[0] + " " + row[1]);
    }
    return departures;
  }

  @Test
  void rulesHearAndReportWhatTheMapSays() {
    Set<String> strays = new TreeSet<>();
    for (Rule rule : RuleCatalogue.all()) {
      RuleSpec spec = rule.spec();
      Set<String> ids = requirements.getOrDefault(spec.name(), Set.of());
      Set<String> heard = events.getOrDefault(spec.name(), Set.of());
      spec.subjects().keySet().stream()
          .filter(id -> !ids.contains(id))
          .forEach(id -> strays.add(spec.name() + " " + id));
      spec.hears().stream()
          .map(Class::getSimpleName)
          .filter(event -> !heard.contains(event))
          .forEach(event -> strays.add(spec.name() + " " + event));
    }
    assertThat(strays).isEqualTo(departures());
  }

  @Test
  void mapHasEveryCheckableRequirement() {
    Set<String> mapped = new HashSet<>();
    requirements.values().forEach(mapped::addAll);
    assertThat(Requirements.all().stream().filter(Requirement::isCheckable).map(Requirement::id))
        .allMatch(mapped::contains);
  }
}
