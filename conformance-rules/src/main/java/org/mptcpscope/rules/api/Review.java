package org.mptcpscope.rules.api;

import java.util.ArrayList;
import java.util.List;

/**
 * What people said of a capture beforehand, and what came of it: which findings they know, what
 * they expected to see, and from which severity on a finding is a failure.
 *
 * @param settings files that had a say, as a person finds them, the strongest last
 * @param failOn from which severity on a finding is a failure
 * @param compared whether the findings were compared with a baseline, so that those that are left
 *     are new
 * @param accepted findings that somebody knows of; they are not among those of the report
 * @param expectations what should be seen, whether it is or not
 */
public record Review(
    List<String> settings,
    Threshold failOn,
    boolean compared,
    List<Accepted> accepted,
    List<Expectation> expectations) {
  /** Nobody said anything: errors are failures. */
  public static final Review NONE =
      new Review(List.of(), Threshold.ERROR, false, List.of(), List.of());

  public Review {
    settings = List.copyOf(settings);
    accepted = List.copyOf(accepted);
    expectations = List.copyOf(expectations);
  }

  /** The same with more findings that are known. */
  public Review accepting(List<Accepted> more) {
    List<Accepted> all = new ArrayList<>(accepted);
    all.addAll(more);
    return new Review(settings, failOn, compared, all, expectations);
  }

  /** The same after the findings were compared with a baseline. */
  public Review comparedWithBaseline() {
    return new Review(settings, failOn, true, accepted, expectations);
  }

  /** The expectations that the capture does not meet. */
  public List<Expectation> unmet() {
    return expectations.stream().filter(one -> !one.isMet()).toList();
  }

  /**
   * A finding that somebody knows of.
   *
   * @param why in words
   * @param where file and line that say so
   * @param before whether it is one of the baseline
   */
  public record Accepted(Finding finding, String why, String where, boolean before) {}

  /**
   * Something that a capture should show.
   *
   * @param file that says so; the capture itself if an option does
   * @param line in that file, from 1; 0 if an option says so
   * @param expected in words
   * @param found in words, where that is something else; null if the expectation is met
   */
  public record Expectation(String file, int line, String expected, String found) {
    /** What an unmet one is called where a finding has the name of its rule. */
    public static final String RULE = "expectation-not-met";

    /** Whether the capture shows it. */
    public boolean isMet() {
      return found == null;
    }

    /** What was expected and what was found, in one sentence. */
    public String sentence() {
      return isMet() ? "expected " + expected : "expected " + expected + ", found " + found;
    }
  }
}
