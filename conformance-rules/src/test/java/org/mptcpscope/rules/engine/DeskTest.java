package org.mptcpscope.rules.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.mptcpscope.core.event.MptcpEvent.PriorityChanged;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.rules.api.CaptureReport;
import org.mptcpscope.rules.api.CaptureReport.Outcome;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Finding;
import org.mptcpscope.rules.api.Severity;
import org.mptcpscope.rules.api.Verdict;
import org.mptcpscope.rules.api.Verdicts;
import org.mptcpscope.rules.api.Watch;

/** What the services do that a rule is offered: alarms, expectations, watches, segments. */
class DeskTest {
  private static final long MS = 1_000_000;

  /** Frame 6 is an MP_PRIO of A at 100 ms on subflow 0, data of A follow on both subflows. */
  private static final String SCRIPT =
      """
      host A   A0=10.0.0.1  A1=10.0.2.1
      host B   B0=10.0.1.1
      path 0   A0 - B0
      path 1   A1 - B0
      0.000   0>  S        mp_capable
      0.010   0<  S.       mp_capable
      0.020   0>  .        mp_capable
      0.030   0>  P. 100   mp_capable
      0.040   0<  .        dss dack
      0.100   0>  .        dss dack, mp_prio backup
      0.200   0>  P. 100   dss dack dsn
      0.210   0<  .        dss dack
      0.300   1>  S        mp_join
      0.310   1<  S.       mp_join
      0.320   1>  .        mp_join
      0.330   1<  .        dss dack
      0.400   1>  P. 100   dss dack dsn
      0.410   1<  .        dss dack
      0.500   0>  .        dss dack, mp_prio nobackup
      0.600   0>  P. 100   dss dack dsn
      0.610   0<  .        dss dack
      """;

  private static Actor actor(BiConsumer<PriorityChanged, Verdicts> onFirst) {
    return new Actor(
        (prio, out) -> {
          if (prio.option().backup()) {
            onFirst.accept(prio, out);
          }
        });
  }

  private static Outcome outcome(CaptureReport report, String id) {
    return report.requirements().get(id);
  }

  @Test
  void alarmRingsBehindTheLastFrameBeforeIt() {
    Actor actor =
        actor(
            (_, out) -> {
              out.alarm(305 * MS, "late");
              out.alarm(205 * MS, "early");
              out.alarm(9_000 * MS, "never");
            });
    actor.judge(SCRIPT);
    assertThat(actor.heard)
        .containsExactly(
            "alarm early at 205 ms behind frame 7", "alarm late at 305 ms behind frame 9");
  }

  @Test
  void expectationThatIsNotMetRings() {
    Actor actor =
        actor(
            (_, out) -> {
              out.expect(Actor.OTHER, "answer", 250 * MS);
              out.expect(Actor.OTHER, "answer", 350 * MS);
            });
    CaptureReport report = actor.judge(SCRIPT);
    assertThat(actor.heard).containsExactly("alarm answer at 250 ms behind frame 8");
    assertThat(outcome(report, Actor.OTHER).verdict()).isEqualTo(Verdict.NOT_APPLICABLE);
  }

  @Test
  void expectationThatIsMetIsPass() {
    Actor actor =
        new Actor(
            (prio, out) -> {
              if (prio.option().backup()) {
                out.expect(Actor.OTHER, "answer", 550 * MS);
              } else {
                out.met(Actor.OTHER, "answer");
              }
            });
    CaptureReport report = actor.judge(SCRIPT);
    assertThat(actor.heard).isEmpty();
    assertThat(outcome(report, Actor.OTHER).verdict()).isEqualTo(Verdict.PASS);
    assertThat(outcome(report, Actor.OTHER).rule()).isEqualTo("actor");
    assertThat(outcome(report, Actor.PRIMARY).verdict()).isEqualTo(Verdict.NOT_APPLICABLE);
  }

  @Test
  void expectationThatWasMetBeforeIsPass() {
    Actor actor =
        new Actor(
            (prio, out) -> {
              if (prio.option().backup()) {
                out.met(Actor.OTHER, "answer");
              } else {
                out.expect(Actor.OTHER, "answer", 550 * MS);
              }
            });
    assertThat(outcome(actor.judge(SCRIPT), Actor.OTHER).verdict()).isEqualTo(Verdict.PASS);
    assertThat(actor.heard).isEmpty();
  }

  @Test
  void excusedExpectationIsForgotten() {
    Actor one =
        actor(
            (_, out) -> {
              out.expect(Actor.OTHER, "one", 250 * MS);
              out.expect(Actor.OTHER, "two", 260 * MS);
              out.excused("one");
            });
    one.judge(SCRIPT);
    assertThat(one.heard).containsExactly("alarm two at 260 ms behind frame 8");
  }

  @Test
  void excuseAllIsOfOneRule() {
    Actor excused = new Actor("excused", (prio, out) -> expect(prio, out, true));
    Actor other = new Actor("other", (prio, out) -> expect(prio, out, false));
    Actor.judge(SCRIPT, List.of(other, excused));
    assertThat(excused.heard).isEmpty();
    assertThat(other.heard).containsExactly("alarm answer at 250 ms behind frame 8");
  }

  private static void expect(PriorityChanged prio, Verdicts out, boolean excuse) {
    if (prio.option().backup()) {
      out.expect(Actor.OTHER, "answer", 250 * MS);
      if (excuse) {
        out.excuseAll();
      }
    }
  }

  @Test
  void expectationBehindTheEndIsInconclusive() {
    Actor actor = actor((_, out) -> out.expect(Actor.OTHER, "answer", 9_000 * MS));
    CaptureReport report = actor.judge(SCRIPT);
    assertThat(actor.heard).isEmpty();
    assertThat(outcome(report, Actor.OTHER).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(outcome(report, Actor.OTHER).reason()).isEqualTo("capture-end");
  }

  @Test
  void watchFiresOnceAndNotOnItsOwnSegment() {
    Actor actor =
        actor(
            (prio, out) ->
                out.watch(Watch.on(prio.on(), "ack", Side.INITIATOR, SegmentFacts.DATA_ACK)));
    actor.judge(SCRIPT);
    assertThat(actor.heard).containsExactly("watch ack in frame 7");
  }

  @Test
  void watchLooksWhereItIsTold() {
    long data = SegmentFacts.NEW_DATA;
    assertThat(fired((prio, out) -> out.watch(Watch.elsewhere(prio.on(), 1, prio.by(), data))))
        .containsExactly("watch 1 in frame 13");
    assertThat(fired((prio, out) -> out.watch(Watch.anywhere(1, prio.by(), data))))
        .containsExactly("watch 1 in frame 7");
    assertThat(
            fired(
                (prio, out) ->
                    out.watch(Watch.on(prio.on(), 1, prio.by().peer(), SegmentFacts.ACK))))
        .containsExactly("watch 1 in frame 8");
    assertThat(fired((prio, out) -> out.watch(Watch.on(prio.on(), 1, prio.by().peer(), data))))
        .isEmpty();
  }

  private static List<String> fired(BiConsumer<PriorityChanged, Verdicts> act) {
    Actor actor = actor(act);
    actor.judge(SCRIPT);
    return actor.heard;
  }

  @Test
  void watchHasBounds() {
    long data = SegmentFacts.NEW_DATA;
    assertThat(
            fired(
                (prio, out) -> {
                  Watch watch = Watch.on(prio.on(), "t", prio.by(), data);
                  out.watch(watch.from(200 * MS));
                }))
        .containsExactly("watch t in frame 7");
    assertThat(
            fired(
                (prio, out) -> {
                  Watch watch = Watch.on(prio.on(), "t", prio.by(), data);
                  out.watch(watch.from(200 * MS + 1));
                }))
        .containsExactly("watch t in frame 16");
    assertThat(
            fired(
                (prio, out) -> {
                  Watch watch = Watch.on(prio.on(), "s", prio.by(), data);
                  out.watch(watch.atOrBehind(101));
                }))
        .containsExactly("watch s in frame 7");
    assertThat(
            fired(
                (prio, out) -> {
                  Watch watch = Watch.on(prio.on(), "s", prio.by(), data);
                  out.watch(watch.atOrBehind(102));
                }))
        .containsExactly("watch s in frame 16");
  }

  @Test
  void watchHasBoundsOfAcknowledgments() {
    assertThat(
            fired(
                (prio, out) -> {
                  Side peer = prio.by().peer();
                  Watch ack = Watch.on(prio.on(), "a", peer, SegmentFacts.ACK);
                  out.watch(ack.acknowledging(201));
                }))
        .containsExactly("watch a in frame 8");
    assertThat(
            fired(
                (prio, out) -> {
                  Side peer = prio.by().peer();
                  Watch ack = Watch.on(prio.on(), "a", peer, SegmentFacts.ACK);
                  out.watch(ack.acknowledging(202));
                }))
        .containsExactly("watch a in frame 17");
    for (int more = 0; more < 2; more++) {
      long beyond = 201L + more;
      assertThat(
              fired(
                  (prio, out) -> {
                    Side peer = prio.by().peer();
                    long idsn = out.connection().host(prio.by()).idsn().getAsLong();
                    Watch ack = Watch.on(prio.on(), "d", peer, SegmentFacts.DATA_ACK);
                    out.watch(ack.dataAcking(idsn + beyond));
                  }))
          .containsExactly(more == 0 ? "watch d in frame 8" : "watch d in frame 17");
    }
  }

  @Test
  void connectionHasSixtyFourWatches() {
    Actor actor =
        actor(
            (prio, out) -> {
              for (int i = 0; i < 64; i++) {
                out.watch(Watch.on(prio.on(), i, prio.by(), SegmentFacts.URGENT));
              }
            });
    assertThat(outcome(actor.judge(SCRIPT), Actor.PRIMARY).verdict())
        .isEqualTo(Verdict.NOT_APPLICABLE);
    Actor greedy =
        actor(
            (prio, out) -> {
              for (int i = 0; i < 65; i++) {
                out.watch(Watch.on(prio.on(), i, prio.by(), SegmentFacts.URGENT));
              }
            });
    Outcome outcome = outcome(greedy.judge(SCRIPT), Actor.PRIMARY);
    assertThat(outcome.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(outcome.reason()).isEqualTo("too much to watch at once");
  }

  @Test
  void segmentsComeUntilTheyAreNoMoreWanted() {
    Actor actor = actor((_, out) -> out.segments(SegmentFacts.NEW_DATA));
    actor.judge(SCRIPT.replace("0.610", "0.605  0>  P. 100   dss dack dsn\n0.610"));
    assertThat(actor.heard).containsExactly("segment 7", "segment 13", "segment 16");
  }

  @Test
  void passAndReasonsAreOfTheirRequirement() {
    CaptureReport report =
        actor(
                (_, out) -> {
                  out.pass();
                  out.inconclusive(Actor.OTHER, "a reason");
                })
            .judge(SCRIPT);
    assertThat(outcome(report, Actor.PRIMARY).verdict()).isEqualTo(Verdict.PASS);
    assertThat(outcome(report, Actor.OTHER).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(outcome(report, Actor.OTHER).reason()).isEqualTo("a reason");
  }

  @Test
  void severityIsWhatTheRuleAskedForAtMost() {
    CaptureReport report =
        actor(
                (prio, out) -> {
                  Fault fault = Fault.of(prio.by());
                  Evidence evidence = Evidence.at(prio.carrier(), "seen");
                  out.note(Actor.PRIMARY, prio.on(), "a note", fault, evidence);
                  out.warning(Actor.PRIMARY, prio.on(), "a warning", fault, evidence)
                      .also(Actor.OTHER)
                      .diagnosis("because");
                  out.violation(prio.on(), "an error", fault, evidence);
                })
            .judge(SCRIPT);
    assertThat(report.findings())
        .extracting(Finding::severity)
        .containsExactly(Severity.ERROR, Severity.WARNING, Severity.NOTE);
    Finding warning = report.findings().get(1);
    assertThat(warning.requirements()).containsExactly(Actor.PRIMARY, Actor.OTHER);
    assertThat(warning.diagnosis()).isEqualTo("because");
    assertThat(outcome(report, Actor.OTHER).verdict()).isEqualTo(Verdict.VIOLATION);
    assertThat(outcome(report, Actor.OTHER).frame()).isEqualTo(6);
  }

  @Test
  void ruleReportsOnlyWhatItLists() {
    Actor actor = actor((_, out) -> out.pass("PRIO-LENGTH"));
    assertThatThrownBy(() -> actor.judge(SCRIPT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("actor does not list PRIO-LENGTH");
  }
}
