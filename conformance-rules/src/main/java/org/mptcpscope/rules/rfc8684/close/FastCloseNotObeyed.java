package org.mptcpscope.rules.rfc8684.close;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.ConnectionEnded;
import org.mptcpscope.core.event.MptcpEvent.FastClosed;
import org.mptcpscope.core.event.MptcpEvent.SubflowReset;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Need;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Sighting;
import org.mptcpscope.rules.api.Verdicts;
import org.mptcpscope.rules.api.Watch;

/**
 * A host went on with a connection that its peer had closed fast.
 *
 * <p>A valid fast close on an ACK is answered by a RST on the same subflow, and every other subflow
 * is reset too; after one on a RST the other subflows are. The judgement needs the capture at the
 * receiver, since the option is not repeated reliably and may be lost behind any other point;
 * there, new data later than a generous time is a warning, mere silence on other subflows a note.
 * Elsewhere it is a note, and for the answer on the same subflow only after three repetitions. A
 * fast close that is not exactly in sequence may be ignored; two that cross have a rule of their
 * own.
 */
public final class FastCloseNotObeyed implements Rule {
  private static final String SAME = "FCLOSE-RECEIVER-RST-SAME-SUBFLOW";
  private static final String ALL = "FCLOSE-RECEIVER-RST-ALL";
  private static final String RST_FORM = "FCLOSE-RST-FORM-TEARDOWN";
  private static final int REPETITIONS = 3;

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "fast-close-not-obeyed",
              SAME,
              "the receiver of MP_FASTCLOSE went on with the connection",
              Subject.FASTCLOSE)
          .also(ALL, Subject.FASTCLOSE)
          .also(RST_FORM, Subject.FASTCLOSE)
          .hears(FastClosed.class, SubflowReset.class, ConnectionEnded.class);

  /** What the receiver owes on one subflow. */
  private record Duty(String id, FastClosed close, Subflow on) {
    Side debtor() {
      return close.by().peer();
    }

    boolean isAtDebtor() {
      return FastCloses.isAt(on, debtor());
    }

    /** The receiver had all that was sent before the option. */
    boolean arrived() {
      return close.on().sndUna(close.by()) >= close.carrier().ssn();
    }
  }

  private static final int MOST_ANSWERS = 64;

  private final Map<Side, FastClosed> first = new EnumMap<>(Side.class);

  /** What followed the option and is no other reason to close: copies of it, RSTs of both hosts. */
  private final List<FrameRef> answers = new ArrayList<>();

  /** What was not done in time, and until when; data that comes later is worse. */
  private final Map<Duty, Long> silent = new LinkedHashMap<>();

  private final Set<Duty> accused = new HashSet<>();

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new FastCloseNotObeyed();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case FastClosed close -> closed(close, out);
      case SubflowReset reset -> {
        note(reset.knownAt());
        first.values().forEach(close -> reset(close, reset, out));
      }
      case ConnectionEnded _ -> silence(out);
      default -> {}
    }
  }

  private void note(FrameRef answer) {
    if (!first.isEmpty() && answers.size() < MOST_ANSWERS) {
      answers.add(answer);
    }
  }

  private static void reset(FastClosed close, SubflowReset reset, Verdicts out) {
    for (String id : new String[] {SAME, ALL, RST_FORM}) {
      Duty duty = new Duty(id, close, reset.on());
      if (reset.by() == duty.debtor()) {
        out.met(id, duty);
      } else {
        out.excused(duty);
      }
    }
  }

  private void closed(FastClosed close, Verdicts out) {
    note(close.knownAt());
    FastClosed crossing = first.get(close.by().peer());
    if (crossing != null) {
      out.excuseAll();
      return;
    }
    FastClosed before = first.get(close.by());
    if (before == null
        && close.key().isValid()
        && (close.form() == FastClosed.Form.RST || close.on().phase() != Subflow.Phase.CLOSED)
        && close.carrier().acceptance() == Carrier.Acceptance.EXACT) {
      first.put(close.by(), close);
      expect(close, out);
    } else if (before != null && close.timerCopy() == REPETITIONS + 1) {
      ignored(close, before, out);
    }
  }

  private static void expect(FastClosed close, Verdicts out) {
    long time = close.knownAt().time();
    Subflow there = close.on();
    Side receiver = close.by().peer();
    if (close.form() == FastClosed.Form.ACK) {
      Duty duty = new Duty(SAME, close, there);
      if (duty.isAtDebtor()) {
        out.expect(SAME, duty, time + late(there));
        out.watch(
            Watch.on(there, duty, receiver, SegmentFacts.NEW_PAYLOAD)
                .from(time + Math.max(FastCloses.SECOND, 3 * there.grace())));
      }
    }
    String id = close.form() == FastClosed.Form.ACK ? ALL : RST_FORM;
    for (Subflow other : FastCloses.othersAlive(close)) {
      Duty duty = new Duty(id, close, other);
      out.expect(id, duty, time + late(other));
      out.watch(Watch.on(other, duty, receiver, SegmentFacts.NEW_PAYLOAD).from(time + late(other)));
    }
  }

  private static long late(Subflow subflow) {
    return Math.max(2 * FastCloses.SECOND, 3 * subflow.grace());
  }

  /** Three repetitions later there is still no RST, seen from elsewhere. */
  private static void ignored(FastClosed copy, FastClosed close, Verdicts out) {
    if (!FastCloses.isAt(close.on(), close.by().peer())) {
      out.note(
              SAME,
              close.on(),
              "MP_FASTCLOSE was repeated three times without an answer",
              Fault.of(close.by().peer()),
              Evidence.at(close.carrier(), FastCloses.shown(close))
                  .and(copy.carrier(), "third repetition"))
          .reduced(Need.RECEIVER_SIDE_CAPTURE);
    }
  }

  @Override
  public void onAlarm(Object key, long deadline, FrameRef last, Verdicts out) {
    if (!(key instanceof Duty duty) || !duty.arrived() || accused.contains(duty)) {
      return;
    }
    if (!duty.id().equals(SAME)) {
      silent.put(duty, deadline);
      return;
    }
    Evidence evidence = Evidence.at(duty.close().carrier(), FastCloses.shown(duty.close()));
    answered(
        out.violation(
                SAME,
                duty.on(),
                "MP_FASTCLOSE was not answered by a RST",
                Fault.of(duty.debtor()),
                evidence)
            .until(deadline));
  }

  /** Subflows on which nothing worse was seen in the end. */
  private void silence(Verdicts out) {
    silent.forEach(
        (duty, deadline) ->
            answered(
                out.note(
                        duty.id(),
                        duty.on(),
                        "a subflow was not reset after MP_FASTCLOSE",
                        Fault.of(duty.debtor()),
                        Evidence.at(duty.close().carrier(), FastCloses.shown(duty.close())))
                    .reduced(Need.RECEIVER_SIDE_CAPTURE)
                    .until(deadline)));
    silent.clear();
  }

  @Override
  public void onWatch(Watch watch, Sighting seen, Verdicts out) {
    if (!(watch.key() instanceof Duty duty)
        || !duty.arrived()
        || duty.on().phase() == Subflow.Phase.CLOSED) {
      return;
    }
    accused.add(duty);
    silent.remove(duty);
    Evidence evidence =
        Evidence.at(seen.frame(), seen.on(), seen.by(), "new octets, ssn " + seen.ssn())
            .and(duty.close().carrier(), FastCloses.shown(duty.close()));
    String message = "new data of the receiver long after MP_FASTCLOSE";
    if (duty.isAtDebtor()) {
      answered(out.violation(duty.id(), seen.on(), message, Fault.of(seen.by()), evidence));
    } else {
      answered(
          out.note(duty.id(), seen.on(), message, Fault.of(seen.by()), evidence)
              .reduced(Need.RECEIVER_SIDE_CAPTURE));
    }
  }

  private void answered(Verdicts.Draft draft) {
    answers.forEach(draft::triggeredBy);
  }
}
