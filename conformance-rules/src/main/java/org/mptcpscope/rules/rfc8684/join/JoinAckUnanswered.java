package org.mptcpscope.rules.rfc8684.join;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.ConnectionEnded;
import org.mptcpscope.core.event.MptcpEvent.JoinConfirmed;
import org.mptcpscope.core.event.MptcpEvent.PayloadStarted;
import org.mptcpscope.core.event.MptcpEvent.SubflowEstablished;
import org.mptcpscope.core.event.MptcpEvent.SubflowReset;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * The target of a join does not acknowledge the third packet.
 *
 * <p>The joiner may not use the subflow before that fourth packet (RFC 8684, section 3.2), and has
 * nothing but repetition to make up for a lost one. Any segment of the target without SYN counts, a
 * reset too. Two copies of the third packet at least 200 ms apart must stay unanswered for a second
 * if the capture was taken at the target. Elsewhere three must, and it is a note, since they may
 * all be lost on a path that died. Nothing is said if the joiner then sends data: it must have
 * heard an answer, which leaves no gap where the capture lost it.
 */
public final class JoinAckUnanswered implements Rule {
  private static final String ID = "JOIN-ACK-TRIGGERS-ACK";
  private static final long APART = 200_000_000L;
  private static final long PATIENCE = 1_000_000_000L;

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "join-ack-unanswered",
              ID,
              "the target of a join does not acknowledge the third packet",
              Subject.JOIN_CONFIRMATION)
          .hears(
              JoinConfirmed.class,
              SubflowEstablished.class,
              SubflowReset.class,
              PayloadStarted.class,
              ConnectionEnded.class);

  private final Map<Subflow, Copies> waiting = new HashMap<>();

  /** Until the joiner shows that it heard an answer, which leaves no gap if the capture lost it. */
  private final Map<Subflow, Overdue> overdue = new LinkedHashMap<>();

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new JoinAckUnanswered();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case JoinConfirmed join
          when !join.hmac().isInvalid() && join.on().establishedAt().isEmpty() ->
          count(join.carrier(), out);
      case SubflowEstablished established -> answered(established.on(), out);
      case SubflowReset reset when reset.ended() -> answered(reset.on(), out);
      case PayloadStarted data when data.by() == data.on().opener() -> {
        if (overdue.remove(data.on()) != null) {
          out.inconclusive(ID, "the joiner goes on as if it had heard the answer");
        }
      }
      case ConnectionEnded _ -> {
        overdue.forEach((_, late) -> report(late, out));
        overdue.clear();
      }
      default -> {}
    }
  }

  private void answered(Subflow subflow, Verdicts out) {
    Copies copies = waiting.remove(subflow);
    if (copies != null && copies.number() >= enough(subflow)) {
      out.met(ID, copies);
    }
  }

  private void count(Carrier copy, Verdicts out) {
    Copies before = waiting.get(copy.on());
    if (before != null && copy.frame().time() - before.last().frame().time() < APART) {
      return;
    }
    int enough = enough(copy.on());
    if (before != null && before.number() >= enough) {
      out.excused(before);
    }
    Copies now =
        before == null
            ? new Copies(copy, copy, 1)
            : new Copies(before.first(), copy, before.number() + 1);
    waiting.put(copy.on(), now);
    if (now.number() >= enough) {
      out.expect(ID, now, copy.frame().time() + PATIENCE);
    }
  }

  private static int enough(Subflow subflow) {
    return subflow.vantage().isAt(subflow.opener().peer()) ? 2 : 3;
  }

  @Override
  public void onAlarm(Object key, long deadline, FrameRef last, Verdicts out) {
    if (!(key instanceof Copies copies) || waiting.get(copies.first().on()) != copies) {
      return;
    }
    if (out.connection().quality().isLossy()) {
      out.inconclusive(ID, "the capture lost frames, and a lost answer leaves no trace");
      return;
    }
    overdue.put(copies.first().on(), new Overdue(copies, deadline));
  }

  private static void report(Overdue late, Verdicts out) {
    Copies copies = late.copies();
    Subflow subflow = copies.first().on();
    Side target = subflow.opener().peer();
    out.violation(
            subflow,
            "third packet of a join without an answer",
            Fault.of(target),
            Evidence.at(copies.last(), "MP_JOIN ACK, copy %d, no answer".formatted(copies.number()))
                .and(copies.first(), "MP_JOIN ACK, first copy"))
        .triggeredBy(copies.last().frame())
        .until(late.deadline());
  }

  /** No answer until the deadline. */
  private record Overdue(Copies copies, long deadline) {}

  /** Copies of the third packet, counted if far enough apart. */
  private record Copies(Carrier first, Carrier last, int number) {}
}
