package org.mptcpscope.rules.catalogue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mptcpscope.core.model.Doubt;
import org.mptcpscope.core.model.Need;
import org.mptcpscope.rules.api.Severity;
import org.mptcpscope.rules.catalogue.Requirement.Observable;
import org.mptcpscope.rules.catalogue.Requirement.Trait;

/**
 * The catalogue: every normative statement of both RFCs, in their order. It is read from
 * requirements.tsv, one line each, which is made from requirements.json and policy.json: reading
 * those would take a third of the time of a short run.
 */
public final class Requirements {
  private static final int COLUMNS = 13;
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
    Requirement requirement = BY_ID.get(id);
    if (requirement == null) {
      throw new IllegalArgumentException("no requirement " + id);
    }
    return requirement;
  }

  private static Map<String, Requirement> load() {
    Map<String, Requirement> all = LinkedHashMap.newLinkedHashMap(400);
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                Requirements.class.getResourceAsStream("requirements.tsv"),
                StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        Requirement requirement = parse(line);
        all.put(requirement.id(), requirement);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Collections.unmodifiableMap(all);
  }

  /** One line of requirements.tsv. */
  static Requirement parse(String line) {
    String[] field = line.split("\t", -1);
    if (field.length != COLUMNS) {
      throw new IllegalArgumentException(line);
    }
    Set<Integer> versions = new HashSet<>();
    for (String version : words(field[5])) {
      versions.add(Integer.valueOf(version));
    }
    Set<Need> needs = EnumSet.noneOf(Need.class);
    for (String word : words(field[7])) {
      needs.add(Need.of(word).orElseThrow());
    }
    Set<Doubt> exceptions = EnumSet.noneOf(Doubt.class);
    for (String word : words(field[8])) {
      exceptions.add(Doubt.of(word).orElseThrow());
    }
    Set<Trait> traits = EnumSet.noneOf(Trait.class);
    for (String word : words(field[11])) {
      traits.add(Trait.valueOf(word));
    }
    return new Requirement(
        field[0],
        field[1],
        field[2],
        Integer.parseInt(field[3]),
        Keyword.of(field[4]),
        versions,
        field[12],
        Observable.valueOf(field[6]),
        needs,
        exceptions,
        Severity.valueOf(field[9]),
        Tier.valueOf(field[10]),
        traits);
  }

  private static String[] words(String list) {
    return list.isEmpty() ? new String[0] : list.split(",", -1);
  }
}
