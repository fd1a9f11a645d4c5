package org.mptcpscope.rules.catalogue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the catalogue says of a requirement at length; read only when asked for.
 *
 * @param detect how to check it; empty if it cannot be
 * @param traps what a naive check gets wrong; empty if it cannot be checked
 * @param whyNot why a trace cannot show it; empty if one can
 * @param example of a violation
 */
public record RequirementTexts(String detect, String traps, String whyNot, String example) {

  /**
   * The texts of one requirement.
   *
   * @throws IllegalArgumentException if there is none of this id
   */
  public static RequirementTexts of(String id) {
    RequirementTexts texts = Holder.ALL.get(id);
    if (texts == null) {
      throw new IllegalArgumentException("no requirement " + id);
    }
    return texts;
  }

  private static final class Holder {
    private static final Map<String, RequirementTexts> ALL = load();

    private static Map<String, RequirementTexts> load() {
      Map<String, RequirementTexts> all = new HashMap<>();
      for (Object entry : (List<?>) JsonValue.resource("requirements.json")) {
        Map<?, ?> json = (Map<?, ?>) entry;
        all.put(
            JsonValue.text(json, "id"),
            new RequirementTexts(
                JsonValue.text(json, "detect"),
                JsonValue.text(json, "false_positive_traps"),
                JsonValue.text(json, "why_not"),
                JsonValue.text(json, "violation_example")));
      }
      return all;
    }
  }
}
