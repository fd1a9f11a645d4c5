package org.mptcpscope.rules.catalogue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.rfc6824.ResetReasonInV0;
import org.mptcpscope.rules.rfc8684.close.AbortWithoutFastClose;
import org.mptcpscope.rules.rfc8684.close.CrossingFastCloseUnanswered;
import org.mptcpscope.rules.rfc8684.close.DataAfterFastClose;
import org.mptcpscope.rules.rfc8684.close.FastCloseIncomplete;
import org.mptcpscope.rules.rfc8684.close.FastCloseKeyWrong;
import org.mptcpscope.rules.rfc8684.close.FastCloseMisplaced;
import org.mptcpscope.rules.rfc8684.close.FastCloseNotObeyed;
import org.mptcpscope.rules.rfc8684.close.FastCloseNotRepeated;
import org.mptcpscope.rules.rfc8684.close.FastCloseOnSeveralSubflows;
import org.mptcpscope.rules.rfc8684.close.FastCloseRepeatedTooOften;
import org.mptcpscope.rules.rfc8684.close.FastCloseWithoutFinalRst;
import org.mptcpscope.rules.rfc8684.close.InvalidFastCloseObeyed;
import org.mptcpscope.rules.rfc8684.close.JoinAfterFastClose;
import org.mptcpscope.rules.rfc8684.reset.JoinRetriedAfterPermanentReset;
import org.mptcpscope.rules.rfc8684.reset.JoinRetriedTooSoon;
import org.mptcpscope.rules.rfc8684.reset.ResetReasonMisplaced;
import org.mptcpscope.rules.rfc8684.reset.ResetReasonUnassigned;
import org.mptcpscope.rules.rfc8684.reset.ResetReasonUnfit;
import org.mptcpscope.rules.rfc8684.reset.ResetReasonUnfounded;

/** Every rule there is, by name: one instance each, from which the engine makes others. */
public final class RuleCatalogue {
  /** Sorted by rule name; one line a rule. */
  private static final List<Rule> ALL =
      List.of(
          new AbortWithoutFastClose(),
          new CrossingFastCloseUnanswered(),
          new DataAfterFastClose(),
          new FastCloseIncomplete(),
          new FastCloseKeyWrong(),
          new FastCloseMisplaced(),
          new FastCloseNotObeyed(),
          new FastCloseNotRepeated(),
          new FastCloseOnSeveralSubflows(),
          new FastCloseRepeatedTooOften(),
          new FastCloseWithoutFinalRst(),
          new InvalidFastCloseObeyed(),
          new JoinAfterFastClose(),
          new JoinRetriedAfterPermanentReset(),
          new JoinRetriedTooSoon(),
          new ResetReasonInV0(),
          new ResetReasonMisplaced(),
          new ResetReasonUnassigned(),
          new ResetReasonUnfit(),
          new ResetReasonUnfounded());

  private static final Map<String, Rule> BY_NAME =
      ALL.stream().collect(Collectors.toMap(rule -> rule.spec().name(), Function.identity()));

  private RuleCatalogue() {}

  /** All rules, sorted by name. */
  public static List<Rule> all() {
    return ALL;
  }

  /** The rule of that name. */
  public static Optional<Rule> byName(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /** The rules that may report this requirement, sorted by name. */
  public static List<Rule> reporting(String requirement) {
    return ALL.stream().filter(rule -> rule.spec().subjects().containsKey(requirement)).toList();
  }
}
