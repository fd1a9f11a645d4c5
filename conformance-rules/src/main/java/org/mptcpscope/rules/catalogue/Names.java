package org.mptcpscope.rules.catalogue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Names of rules and requirements as people type them: whole, as a prefix up to a hyphen ({@code
 * PRIO}, {@code fast-close}), or with {@code *} and {@code ?}.
 */
public final class Names {
  /** Typing errors that a suggestion may mend. */
  private static final int NEAR = 2;

  private Names() {}

  /** True if the word means this rule or requirement, perhaps among others. */
  public static boolean matches(String word, String name) {
    if (word.equals(name)) {
      return true;
    }
    if (word.contains("*") || word.contains("?")) {
      return fits(word, name);
    }
    return !word.isEmpty() && name.startsWith(word.endsWith("-") ? word : word + "-");
  }

  /** True if any of the words means this rule or requirement. */
  public static boolean anyMatches(List<String> words, String name) {
    return words.stream().anyMatch(word -> matches(word, name));
  }

  /**
   * Makes sure that every word means something.
   *
   * @throws UnknownNameException for the first one that does not
   */
  public static void check(List<String> words) {
    for (String word : words) {
      if (all().noneMatch(name -> matches(word, name))) {
        throw unknown(word);
      }
    }
  }

  /** What to throw for a word that means nothing. */
  public static UnknownNameException unknown(String word) {
    return new UnknownNameException(word, suggestion(word));
  }

  /** The one name that is within two typing errors, or the only one that begins so. */
  static Optional<String> suggestion(String word) {
    String best = null;
    int least = NEAR + 1;
    for (String name : all().toList()) {
      int distance = distance(word, name);
      if (distance < least) {
        least = distance;
        best = name;
      }
    }
    if (best != null) {
      return Optional.of(best);
    }
    List<String> longer = all().filter(name -> name.startsWith(word)).limit(2).toList();
    return longer.size() == 1 && !word.isEmpty()
        ? Optional.of(longer.getFirst())
        : Optional.empty();
  }

  private static Stream<String> all() {
    return Stream.concat(
        RuleCatalogue.all().stream().map(rule -> rule.spec().name()),
        Requirements.all().stream().map(Requirement::id));
  }

  /**
   * Whether the glob fits the whole name; takes at most as many steps as both lengths multiplied.
   */
  public static boolean fits(String glob, String name) {
    int g = 0;
    int star = -1;
    int resume = 0;
    for (int n = 0; n < name.length(); ) {
      if (g < glob.length() && glob.charAt(g) == '*') {
        star = g++;
        resume = n;
      } else if (g < glob.length() && (glob.charAt(g) == '?' || glob.charAt(g) == name.charAt(n))) {
        g++;
        n++;
      } else if (star >= 0) {
        // The last star takes one more.
        g = star + 1;
        n = ++resume;
      } else {
        return false;
      }
    }
    return glob.substring(g).chars().allMatch(c -> c == '*');
  }

  /**
   * Insertions, deletions, changes and swaps of neighbours between the two (Damerau-Levenshtein).
   */
  private static int distance(String one, String other) {
    if (Math.abs(one.length() - other.length()) > NEAR) {
      return NEAR + 1;
    }
    int[][] cost = new int[one.length() + 1][other.length() + 1];
    for (int i = 0; i <= one.length(); i++) {
      for (int j = 0; j <= other.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, one, other, i, j);
      }
    }
    return cost[one.length()][other.length()];
  }

  private static int cheapest(int[][] cost, String one, String other, int i, int j) {
    int change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
    int least = Math.min(cost[i - 1][j], cost[i][j - 1]) + 1;
    least = Math.min(least, cost[i - 1][j - 1] + change);
    if (i > 1
        && j > 1
        && one.charAt(i - 1) == other.charAt(j - 2)
        && one.charAt(i - 2) == other.charAt(j - 1)) {
      least = Math.min(least, cost[i - 2][j - 2] + 1);
    }
    return least;
  }
}
