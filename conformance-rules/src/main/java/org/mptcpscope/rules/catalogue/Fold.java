package org.mptcpscope.rules.catalogue;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * One cause whose consequences are no findings of their own.
 *
 * @param cause a few words
 * @param leaders requirements that name the cause, the strongest first
 * @param followers requirements that fail with it; "*" alone means all others
 * @param by what makes a follower a consequence of the leader
 */
public record Fold(String cause, List<String> leaders, Set<String> followers, By by) {
  private static final List<Fold> ALL = load();

  public Fold {
    leaders = List.copyOf(leaders);
    followers = Set.copyOf(followers);
  }

  /** All, in the order in which they apply: the first that fits wins. */
  public static List<Fold> all() {
    return ALL;
  }

  /** True if a finding of this requirement may be a consequence. */
  public boolean follows(String requirement) {
    return followers.contains(requirement)
        || (followers.contains("*") && !leaders.contains(requirement));
  }

  private static List<Fold> load() {
    return ((List<?>) JsonValue.resource("folds.json"))
        .stream()
            .map(Map.class::cast)
            .map(
                row ->
                    new Fold(
                        JsonValue.text(row, "cause"),
                        JsonValue.texts(row, "leaders"),
                        Set.copyOf(JsonValue.texts(row, "followers")),
                        By.valueOf(
                            JsonValue.text(row, "by").toUpperCase(Locale.ROOT).replace(' ', '_'))))
            .toList();
  }

  /** What leader and follower have in common, beside the accused side. */
  public enum By {
    /** The offending frame. */
    SAME_SEGMENT,
    /** Ranges of sequence numbers that overlap, or the offending frame where one has none. */
    SAME_OCTETS,
    /** The wrong computation that explains both. */
    SAME_VARIANT,
    /** The subflow. */
    SAME_SUBFLOW,
    /** The connection: an input of the check is disputed. */
    DISPUTED_INPUT
  }
}
