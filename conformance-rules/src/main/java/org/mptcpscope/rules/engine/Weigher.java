package org.mptcpscope.rules.engine;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.Dialect;
import org.mptcpscope.core.model.Doubt;
import org.mptcpscope.core.model.Fallback;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Need;
import org.mptcpscope.core.model.Scope;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.rules.api.Confidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Fault.Doubted;
import org.mptcpscope.rules.api.Severity;
import org.mptcpscope.rules.catalogue.Requirement;
import org.mptcpscope.rules.catalogue.Requirement.Observable;
import org.mptcpscope.rules.catalogue.Requirement.Trait;

/** From a charge to a verdict: what the capture can prove of it, and how sure it is. */
final class Weigher {
  /** Frames that stand no farther apart change places even in a sound capture, in nanoseconds. */
  private static final long NEAR = 50_000;

  private Weigher() {}

  /** What a charge is worth. */
  sealed interface Weight {
    /** It stands. */
    record Stands(Severity severity, Confidence confidence, String weakenedBy, Fault fault)
        implements Weight {}

    /** The capture cannot prove it. */
    record Unclear(String reason) implements Weight {}

    /** The requirement does not bind this connection. */
    record Unbound() implements Weight {}
  }

  /** Whether a requirement binds connections of this dialect. */
  enum Binding {
    BINDS,
    /** It binds one version, and the version is not known. */
    UNKNOWN,
    BINDS_NOT
  }

  static Binding binding(Requirement requirement, Dialect dialect) {
    Set<Integer> versions = requirement.versions();
    boolean binds =
        switch (dialect) {
          case V0 -> versions.contains(0);
          case V1 -> versions.contains(1);
          case V1_BIS -> versions.contains(1) && !requirement.is(Trait.NOT_IN_V1_BIS);
          case V1_KEYED_SYN -> versions.contains(0) || requirement.is(Trait.IN_V1_KEYED_SYN);
          case UNKNOWN -> versions.size() == 2 || requirement.is(Trait.UNKNOWN_VERSION);
        };
    if (binds || requirement.is(Trait.ANY_VERSION)) {
      return Binding.BINDS;
    }
    return dialect == Dialect.UNKNOWN ? Binding.UNKNOWN : Binding.BINDS_NOT;
  }

  static Weight weigh(Charge charge, Judge judge) {
    Requirement requirement = charge.duty.requirement();
    Connection connection = judge.connection;
    switch (binding(requirement, connection.dialect())) {
      case BINDS_NOT -> {
        return new Weight.Unbound();
      }
      case UNKNOWN -> {
        return new Weight.Unclear(Need.SYN_CAPTURED.word());
      }
      case BINDS -> {}
    }
    Scope scope = charge.scope();
    for (Need need : Preconditions.HARD) {
      if (requirement.needs().contains(need)
          && !charge.reduced.contains(need)
          && !connection.quality().has(need, scope)) {
        return new Weight.Unclear(need.word());
      }
    }
    if (charge.order() <= Math.max(NEAR, connection.quality().orderHorizon())) {
      return new Weight.Unclear(Doubt.REORDERING.word());
    }
    long span = scope.to() - scope.from();
    if (span > 0 && span < connection.quality().clockSkew(scope)) {
      return new Weight.Unclear(Doubt.CLOCK_SKEW.word());
    }
    Set<Doubt> doubts = doubts(charge, judge, scope);
    for (Doubt doubt : doubts) {
      if (doubt.effect() == Doubt.Effect.SUPPRESSES) {
        return new Weight.Unclear(doubt.word());
      }
    }
    return stands(charge, connection, scope, doubts);
  }

  /** The doubts that hold and that the requirement lists. */
  private static Set<Doubt> doubts(Charge charge, Judge judge, Scope scope) {
    EnumSet<Doubt> all = EnumSet.noneOf(Doubt.class);
    all.addAll(charge.doubts);
    all.addAll(judge.connection.quality().doubts(scope));
    all.remove(Doubt.CLOSING);
    if (isClosing(charge, judge, scope)) {
      all.add(Doubt.CLOSING);
    }
    if (all.contains(Doubt.FALLBACK) && isOwnEvidence(charge, judge.connection)) {
      all.remove(Doubt.FALLBACK);
    }
    if (charge.reduced.contains(Need.SYN_CAPTURED)) {
      all.remove(Doubt.MIDSTREAM);
    }
    if (all.contains(Doubt.MIDDLEBOX) && isAt(charge)) {
      all.remove(Doubt.MIDDLEBOX);
    }
    all.retainAll(charge.duty.requirement().exceptions());
    if (all.contains(Doubt.REORDERING)) {
      // One clock that does not keep the order is named as what it is.
      all.remove(Doubt.CLOCK_SKEW);
    }
    return all;
  }

  /**
   * A close by either host before the deadline plus one RTT, other than what the charge is about.
   */
  private static boolean isClosing(Charge charge, Judge judge, Scope scope) {
    long grace = charge.on == null ? 0 : charge.on.grace();
    for (FrameRef closing : judge.closings) {
      if (closing.time() <= scope.to() + grace && !charge.restsOn(closing)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOwnEvidence(Charge charge, Connection connection) {
    Side accused = charge.fault.side();
    return accused != null
        && connection
            .fallback(accused)
            .map(Fallback::since)
            .filter(since -> since != null && charge.restsOn(since))
            .isPresent();
  }

  private static boolean isAt(Charge charge) {
    Side accused = charge.fault.side();
    Subflow on = charge.on;
    return accused != null && on != null && on.connection().quality().vantage(on).isAt(accused);
  }

  private static Weight stands(
      Charge charge, Connection connection, Scope scope, Set<Doubt> doubts) {
    Requirement requirement = charge.duty.requirement();
    Confidence confidence = Confidence.CERTAIN;
    Severity severity = requirement.severity().min(charge.asked);
    List<String> weakened = new ArrayList<>();
    boolean heuristic = requirement.observable() == Observable.HEURISTIC;
    Set<Need> lacking = lackingVantage(charge, connection, scope);
    boolean lowered = charge.reduced.containsAll(lacking);
    if (!lacking.isEmpty() && (heuristic || !lowered)) {
      confidence = confidence.lowered();
      weakened.add("not captured at the " + accused(charge));
    } else if (heuristic && !requirement.asksForVantage()) {
      confidence = confidence.lowered();
      weakened.add("inferred from circumstances");
    }
    boolean draft = connection.dialect() == Dialect.V1_BIS && requirement.is(Trait.NOTE_IN_V1_BIS);
    if (draft || !lowered && requirement.is(Trait.REACTION)) {
      severity = Severity.NOTE;
    }
    if (!charge.unsure.isEmpty()) {
      confidence = confidence.lowered();
      weakened.addAll(charge.unsure);
    }
    Set<Doubt> weakening = EnumSet.noneOf(Doubt.class);
    for (Doubt doubt : doubts) {
      if (doubt.effect() == Doubt.Effect.WEAKENS) {
        weakening.add(doubt);
        weakened.add(words(doubt));
      }
    }
    if (!weakening.isEmpty()) {
      confidence = confidence.lowered();
    }
    if (confidence == Confidence.POSSIBLE && !weakening.equals(Set.of(Doubt.MIDDLEBOX))) {
      severity = severity.lowered();
    }
    return new Weight.Stands(
        severity, confidence, String.join(", ", weakened), fault(charge, weakening));
  }

  /** The vantage that the requirement asks for and this capture has not. */
  private static Set<Need> lackingVantage(Charge charge, Connection connection, Scope scope) {
    Set<Need> lacking = EnumSet.noneOf(Need.class);
    for (Need need : charge.duty.requirement().needs()) {
      if (!need.isHard() && !connection.quality().has(need, scope)) {
        lacking.add(need);
      }
    }
    return lacking;
  }

  private static String accused(Charge charge) {
    return charge.fault.side() == null ? "host in question" : charge.fault.side().word();
  }

  private static String words(Doubt doubt) {
    return switch (doubt) {
      case CLOSING -> "the connection was closing";
      case TIMING_JITTER -> "the deadline was missed by little";
      case MIDDLEBOX -> "there are signs of a middlebox";
      case NAT -> "there are signs of address translation";
      case SYNTHETIC_CAPTURE -> "the capture looks made by hand";
      default -> doubt.word();
    };
  }

  private static Fault fault(Charge charge, Set<Doubt> weakening) {
    Fault fault = charge.fault;
    Requirement requirement = charge.duty.requirement();
    boolean boxPossible = !requirement.is(Trait.CAUSAL) && !isAt(charge);
    if (fault.side() != null && (boxPossible || weakening.contains(Doubt.MIDDLEBOX))) {
      fault = fault.or(Doubted.MIDDLEBOX);
    }
    if (weakening.contains(Doubt.TIMING_JITTER)) {
      fault = fault.or(Doubted.TIMING);
    }
    if (weakening.contains(Doubt.NAT)) {
      fault = fault.or(Doubted.NAT);
    }
    if (requirement.exceptions().contains(Doubt.POLICY)) {
      fault = fault.or(Doubted.POLICY);
    }
    return fault;
  }
}
