package org.mptcpscope.rules.catalogue;

import java.util.Set;
import org.mptcpscope.core.model.Doubt;
import org.mptcpscope.core.model.Need;
import org.mptcpscope.rules.api.Severity;

/**
 * One normative statement of RFC 8684 or RFC 6824.
 *
 * @param id such as {@code PRIO-LENGTH}
 * @param spec "RFC8684", or "RFC6824" for what only version 0 has
 * @param section of that RFC; a letter is an appendix
 * @param line where the sentence begins in the text form of the RFC
 * @param versions of MPTCP that it binds: 0, 1
 * @param paraphrase what it demands, in one sentence
 * @param observable how far a trace can show it
 * @param needs what a capture must have to judge it
 * @param exceptions circumstances that may void a finding
 * @param severity ceiling of its findings
 * @param traits what the engine must know beside it
 */
public record Requirement(
    String id,
    String spec,
    String section,
    int line,
    Keyword keyword,
    Set<Integer> versions,
    String paraphrase,
    Observable observable,
    Set<Need> needs,
    Set<Doubt> exceptions,
    Severity severity,
    Tier tier,
    Set<Trait> traits) {
  public Requirement {
    versions = Set.copyOf(versions);
    needs = Set.copyOf(needs);
    exceptions = Set.copyOf(exceptions);
    traits = Set.copyOf(traits);
  }

  /** The prefix of its id, such as {@code PRIO}. */
  public String prefix() {
    return id.substring(0, id.indexOf('-'));
  }

  /** True if one vantage can decide it at all. */
  public boolean isCheckable() {
    return observable != Observable.NO;
  }

  /** True if the engine must know this of it. */
  public boolean is(Trait trait) {
    return traits.contains(trait);
  }

  /** True if it asks where the capture was taken. */
  public boolean asksForVantage() {
    return needs.stream().anyMatch(need -> !need.isHard());
  }

  /**
   * The RFC to cite for a connection of this version, as "RFC8684" or "RFC6824".
   *
   * @param version 0, 1 or -1
   */
  public String specFor(int version) {
    return version == 0 && versions.contains(0) ? "RFC6824" : spec;
  }

  /**
   * The section of {@link #specFor}: MP_TCPRST took the number 3.6 in RFC 8684, so what follows it
   * moved by one.
   */
  public String sectionFor(int version) {
    if (specFor(version).equals(spec) || !section.matches("3\\.[789](\\..*)?")) {
      return section;
    }
    return "3." + (section.charAt(2) - '0' - 1) + section.substring(3);
  }

  /** What the engine must know of some requirements; policy.json lists them. */
  public enum Trait {
    /** The order of what passed the vantage decides: no box in front of it can be the cause. */
    CAUSAL,
    /** A host must react, which only a capture beside it can prove. */
    REACTION,
    /** Bound to version 1, but its recipe says what remains if the version is unknown. */
    UNKNOWN_VERSION,
    /** Of version 1, but about how the version is agreed on, so judged whatever came of it. */
    ANY_VERSION,
    /** Of version 1, but different in the drafts of RFC 8684. */
    NOT_IN_V1_BIS,
    /** What the drafts of RFC 8684 did is no more than a note. */
    NOTE_IN_V1_BIS,
    /** Of version 1, and judged where a SYN has version 1 and a key. */
    IN_V1_KEYED_SYN
  }

  /** How far a trace can show it. */
  public enum Observable {
    /** Certain at one vantage with both directions. */
    YES,
    HEURISTIC,
    NO
  }
}
