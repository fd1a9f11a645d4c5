package org.mptcpscope.rules.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mptcpscope.core.capture.CaptureException;
import org.mptcpscope.core.capture.CaptureSource;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.PriorityChanged;
import org.mptcpscope.core.model.MappingTable.Range;
import org.mptcpscope.core.model.Need;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.core.model.Variant;
import org.mptcpscope.core.trace.TraceOptions;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Finding;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdict;
import org.mptcpscope.rules.api.Verdicts;
import org.mptcpscope.rules.catalogue.Fold;
import org.mptcpscope.rules.catalogue.Fold.By;
import org.mptcpscope.rules.catalogue.Requirement;
import org.mptcpscope.rules.catalogue.Requirements;
import org.mptcpscope.samples.script.PacketScript;

/**
 * Every row of folds.json: the follower is a consequence where it has in common with the leader
 * what the row names, and stands alone where it has not. What is charged is made up; how it is
 * folded is not.
 */
class FoldTest {
  private static final String SCRIPT =
      """
      host A   A0=10.0.0.1  A1=10.0.2.1
      host B   B0=10.0.1.1
      VERSIONpath 0   A0 - B0
      path 1   A1 - B0
      0.000   0>  S        mp_capable
      0.010   0<  S.       mp_capable
      0.020   0>  .        mp_capable
      0.030   0>  P. 100   dss dsn
      0.040   0<  .        dss dack
      0.060   1>  S        mp_join
      0.070   1<  S.       mp_join
      0.080   1>  .        mp_join
      0.090   1<  .        dss dack
      0.100   0>  .        dss dack, mp_prio backup
      0.200   SECOND       dss dack, mp_prio nobackup
      """;

  /** One leader and one follower of a row, and a version that both bind. */
  record Case(Fold fold, String leader, String follower, int version) {
    @Override
    public String toString() {
      return fold.cause() + ": " + leader + " leads " + follower;
    }
  }

  static Stream<Case> cases() {
    List<Case> cases = new ArrayList<>();
    Set<String> earlier = new TreeSet<>();
    for (Fold fold : Fold.all()) {
      for (String leader : fold.leaders()) {
        Set<String> followers =
            fold.followers().contains("*") ? Set.of("CAP-ACK-LENGTH") : fold.followers();
        for (String follower : new TreeSet<>(followers)) {
          int version = common(leader, follower);
          if (!follower.equals(leader) && version >= 0 && earlier.add(leader + " " + follower)) {
            cases.add(new Case(fold, leader, follower, version));
          }
        }
      }
    }
    return cases.stream();
  }

  private static int common(String one, String other) {
    Requirement leader = Requirements.get(one);
    Requirement follower = Requirements.get(other);
    return Stream.of(1, 0)
        .filter(version -> leader.versions().contains(version))
        .filter(version -> follower.versions().contains(version))
        .findFirst()
        .orElse(-1);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void followsItsLeader(Case one) {
    CaptureReport report = judge(one, true);
    assertThat(report.findings()).extracting(Finding::requirement).containsExactly(one.leader());
    assertThat(report.findings().getFirst().folded())
        .extracting(Finding.Folded::requirement)
        .containsExactly(one.follower());
    assertThat(report.requirements().get(one.follower()).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(report.requirements().get(one.follower()).reason())
        .isEqualTo("consequence of " + one.leader());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void standsAloneElsewhere(Case one) {
    assertThat(judge(one, false).findings())
        .extracting(Finding::requirement)
        .containsExactlyInAnyOrder(one.leader(), one.follower());
  }

  private static CaptureReport judge(Case one, boolean related) {
    String second =
        related
            ? "0>  ."
            : switch (one.fold().by()) {
              case SAME_SEGMENT, SAME_OCTETS, SAME_VARIANT -> "0>  .";
              case SAME_SUBFLOW -> "1>  .";
              case DISPUTED_INPUT -> "0<  .";
            };
    String version = one.version() == 0 ? "connection 0 v0\n" : "";
    byte[] octets =
        PacketScript.parse("fold.pkt", SCRIPT.replace("VERSION", version).replace("SECOND", second))
            .run()
            .toPcapng();
    LintOptions options = new LintOptions(List.of(), List.of(), true, TraceOptions.DEFAULT);
    try {
      return Linter.lint(
          CaptureSource.memory("fold", octets),
          options,
          Docket.of(options, List.of(new Pair(one, related))),
          List.of());
    } catch (CaptureException e) {
      throw new AssertionError(e);
    }
  }

  /** Charges the leader on the first MP_PRIO; the follower there too, or on the second one. */
  private record Pair(Case one, boolean related) implements Rule {
    @Override
    public RuleSpec spec() {
      return RuleSpec.of("pair", one.leader(), "the leader", Subject.OPTION)
          .also(one.follower(), Subject.OPTION)
          .hears(PriorityChanged.class);
    }

    @Override
    public void on(MptcpEvent event, Verdicts out) {
      PriorityChanged prio = (PriorityChanged) event;
      boolean first = prio.option().backup();
      boolean together = related && one.fold().by() == By.SAME_SEGMENT;
      if (first) {
        charge(one.leader(), prio, new Range(1, 10), Variant.OTHER_HASH, out);
      }
      if (first == together) {
        Range range = related ? new Range(9, 20) : new Range(10, 20);
        Variant variant = related ? Variant.OTHER_HASH : Variant.KEY_REVERSED;
        charge(one.follower(), prio, range, variant, out);
      }
    }

    private static void charge(
        String id, PriorityChanged prio, Range range, Variant variant, Verdicts out) {
      Verdicts.Draft draft =
          out.violation(
              id, prio.on(), id, Fault.of(prio.by()), Evidence.at(prio.carrier(), "seen"));
      draft.about(prio.by(), range).variant(variant);
      for (Need need : Need.values()) {
        draft.reduced(need);
      }
    }
  }
}
