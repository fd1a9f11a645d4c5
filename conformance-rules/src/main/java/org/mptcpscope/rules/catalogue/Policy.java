package org.mptcpscope.rules.catalogue;

import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What the engine must know of requirements beyond their entries; as data, in policy.json. */
public final class Policy {
  private static final Map<?, ?> JSON = (Map<?, ?>) JsonValue.resource("policy.json");
  private static final Set<String> CAUSAL = set("causal");
  private static final Set<String> REACTIONS = set("reactions");
  private static final Set<String> UNKNOWN_VERSION = set("unknownVersion");
  private static final Set<String> NOT_IN_V1_BIS = set("notInV1Bis");
  private static final Set<String> IN_KEYED_SYN = set("inV1KeyedSyn");

  private Policy() {}

  private static Set<String> set(String key) {
    return Set.copyOf(JsonValue.texts(JSON, key));
  }

  /**
   * The order of what passed the vantage decides, so that no box in front of it can be the cause.
   */
  public static boolean isCausal(String requirement) {
    return CAUSAL.contains(requirement);
  }

  /** A host must react, which only a capture beside it can prove. */
  public static boolean isReaction(String requirement) {
    return REACTIONS.contains(requirement);
  }

  /** Bound to one version, but its recipe says what remains if the version is unknown. */
  public static boolean judgesUnknownVersion(String requirement) {
    return UNKNOWN_VERSION.contains(requirement);
  }

  /** Of version 1, but different in the drafts of RFC 8684. */
  public static boolean isLeftOutInDrafts(String requirement) {
    return NOT_IN_V1_BIS.contains(requirement);
  }

  /** Of version 1, and judged where a SYN has version 1 and a key. */
  public static boolean judgesKeyedSyn(String requirement) {
    return IN_KEYED_SYN.contains(requirement);
  }

  /** Every requirement that is named, for tests. */
  static Stream<String> names() {
    return Stream.of(CAUSAL, REACTIONS, UNKNOWN_VERSION, NOT_IN_V1_BIS, IN_KEYED_SYN)
        .flatMap(Set::stream);
  }
}
