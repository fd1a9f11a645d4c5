package org.mptcpscope.rules.catalogue;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.mptcpscope.core.model.Doubt;
import org.mptcpscope.core.model.Need;
import org.mptcpscope.rules.api.Severity;
import org.mptcpscope.rules.catalogue.Requirement.Observable;

/** The catalogue: every normative statement of both RFCs, in their order. */
public final class Requirements {
  private static final Map<String, Requirement> BY_ID = load();

  private Requirements() {}

  /** All, in catalogue order. */
  public static Collection<Requirement> all() {
    return BY_ID.values();
  }

  /** The one with this id. */
  public static Optional<Requirement> byId(String id) {
    return Optional.ofNullable(BY_ID.get(id));
  }

  /**
   * The one with this id.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Requirement get(String id) {
    return byId(id).orElseThrow(() -> new IllegalArgumentException("no requirement " + id));
  }

  private static Map<String, Requirement> load() {
    Map<String, Requirement> all = LinkedHashMap.newLinkedHashMap(400);
    for (Object entry : (List<?>) JsonValue.resource("requirements.json")) {
      Requirement requirement = requirement((Map<?, ?>) entry);
      all.put(requirement.id(), requirement);
    }
    return Collections.unmodifiableMap(all);
  }

  private static Requirement requirement(Map<?, ?> json) {
    return new Requirement(
        JsonValue.text(json, "id"),
        JsonValue.text(json, "spec"),
        JsonValue.text(json, "section"),
        (Integer) json.get("line"),
        Keyword.of(JsonValue.text(json, "level")),
        JsonValue.texts(json, "versions").stream()
            .map(Integer::valueOf)
            .collect(Collectors.toSet()),
        JsonValue.text(json, "paraphrase"),
        Observable.valueOf(JsonValue.text(json, "observable").toUpperCase(Locale.ROOT)),
        needs(JsonValue.texts(json, "needs")),
        exceptions(JsonValue.texts(json, "exceptions")),
        severity(JsonValue.text(json, "severity")),
        Tier.of(JsonValue.text(json, "tier")),
        JsonValue.text(json, "detect"),
        JsonValue.text(json, "false_positive_traps"),
        JsonValue.text(json, "why_not"),
        JsonValue.text(json, "violation_example"));
  }

  private static Set<Need> needs(List<String> words) {
    Set<Need> needs = EnumSet.noneOf(Need.class);
    words.forEach(word -> needs.add(Need.of(word).orElseThrow()));
    return needs;
  }

  private static Set<Doubt> exceptions(List<String> words) {
    Set<Doubt> doubts = EnumSet.noneOf(Doubt.class);
    words.forEach(word -> doubts.add(Doubt.of(word).orElseThrow()));
    return doubts;
  }

  private static Severity severity(String word) {
    return switch (word) {
      case "error" -> Severity.ERROR;
      case "warning" -> Severity.WARNING;
      default -> Severity.NOTE;
    };
  }
}
