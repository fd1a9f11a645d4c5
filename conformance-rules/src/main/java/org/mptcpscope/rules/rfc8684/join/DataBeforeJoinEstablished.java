package org.mptcpscope.rules.rfc8684.join;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.ConnectionEnded;
import org.mptcpscope.core.event.MptcpEvent.JoinConfirmed;
import org.mptcpscope.core.event.MptcpEvent.PayloadStarted;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Handshake.Attempt;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.mptcp.MpJoinAck;
import org.mptcpscope.dissector.tcp.SegmentView;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * The joiner sent data before the target had acknowledged the third packet.
 *
 * <p>Until that fourth packet the joiner cannot know that the target accepted its HMAC, and the
 * subflow is not established (RFC 8684, section 3.2). The target's own data counts as the awaited
 * segment, a FIN or DATA_FIN without payload is no data. An error only if the capture was taken at
 * the joiner and shows the handshake; elsewhere the fourth packet may be missing in the capture, so
 * it is a warning. Not certain, if the joiner waited a round trip and the time stamps cannot tell
 * whether that packet came.
 *
 * <p>Data without flag ACK, and no SYN/ACK before it, was sent before the joiner heard anything
 * from the new address: an error, wherever it was captured.
 *
 * <p>The target in its turn waits for the third packet, which proves the joiner: data before it is
 * a warning, unless its time stamp echoes more than the SYN, so that the third packet is only
 * missing in the capture. If the third packet follows and the joiner sent nothing else in between,
 * the order is certain: an error.
 */
public final class DataBeforeJoinEstablished implements Rule {
  private static final String ID = "JOIN-NO-DATA-PRE-ESTABLISHED";

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "data-before-join-established",
              ID,
              "the joiner sent data before the target had acknowledged the third packet",
              Subject.JOIN)
          .also(TargetData.TARGET, Subject.JOIN)
          .also(TargetData.PROBE, Subject.JOIN)
          .hears(PayloadStarted.class, JoinConfirmed.class, ConnectionEnded.class);

  /** A fourth packet that comes this much later was not captured out of order. */
  private static final long SETTLED = 1_000_000_000;

  private final Map<Subflow, Suspect> suspects = new LinkedHashMap<>();
  private final TargetData target = new TargetData();

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new DataBeforeJoinEstablished();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case PayloadStarted started when isUnheard(started) -> unheard(started.carrier(), out);
      case PayloadStarted started when !started.on().isInitial() ->
          Joins.attempt(started.on()).ifPresent(attempt -> started(started, attempt, out));
      case JoinConfirmed join ->
          Joins.attempt(join.on()).ifPresent(attempt -> target.confirmed(join, attempt, out));
      case ConnectionEnded _ -> {
        List.copyOf(suspects.keySet()).forEach(one -> settle(one, out));
        target.ended(out);
      }
      default -> {}
    }
  }

  /** Data without flag ACK on a join that nobody answered: its sender has heard nothing yet. */
  private static boolean isUnheard(PayloadStarted started) {
    Subflow on = started.on();
    return !on.isInitial()
        && started.by() == on.opener()
        && on.segmentsSent(on.opener().peer()) == 0
        && !started.carrier().isAck();
  }

  private static void unheard(Carrier data, Verdicts out) {
    out.violation(
            TargetData.PROBE,
            data.on(),
            "data of the joiner before the SYN/ACK of a join",
            Fault.of(data.by()),
            Joins.withSyn(Evidence.at(data, "data, no flag ACK"), data.on()))
        .also(ID);
  }

  private void started(PayloadStarted started, Attempt attempt, Verdicts out) {
    if (started.by() == started.on().opener()) {
      judge(started.carrier(), attempt, out);
    } else {
      target.started(started, attempt, out);
    }
  }

  @Override
  public void onAlarm(Object key, long deadline, FrameRef last, Verdicts out) {
    if (key instanceof Subflow subflow) {
      settle(subflow, out);
    }
  }

  /** The fourth packet may have been captured behind the data that it allowed. */
  private void settle(Subflow subflow, Verdicts out) {
    Suspect suspect = suspects.remove(subflow);
    if (suspect == null) {
      return;
    }
    if (TargetData.isDisordered(suspect.data, subflow.establishedAt().orElse(null))
        || spokeBefore(suspect)) {
      out.inconclusive(ID, "frames stand out of order in the capture");
    } else {
      report(suspect, out);
    }
  }

  /** The target sent more than its SYN/ACK before the data: its fourth packet, before the third. */
  private static boolean spokeBefore(Suspect suspect) {
    Subflow on = suspect.data.on();
    long answers = suspect.attempt.synAcks().size();
    return answers > 0 && suspect.heard > answers && on.connection().quality().orderHorizon() > 0;
  }

  /** Data that came too early; heard is how many segments its sender can have heard by then. */
  private record Suspect(
      Carrier data, Attempt attempt, int heard, boolean confirmed, boolean mayBeLost) {}

  private void judge(Carrier data, Attempt attempt, Verdicts out) {
    Subflow subflow = data.on();
    boolean confirmed =
        attempt.third() != null && attempt.third().option(MpJoinAck.class).isPresent();
    if (subflow.establishedAt().isPresent()) {
      out.pass();
    } else if (!confirmed && hasAnswered(subflow)) {
      out.inconclusive(ID, "the third packet is not in the capture");
    } else if (data.ssn() > 1) {
      out.inconclusive(ID, "the first octet of data is not in the capture");
    } else if (data.echo() == Carrier.Echo.UNSEEN) {
      out.inconclusive(ID, "a segment of the target is not in the capture");
    } else {
      int heard = subflow.segmentsSent(data.by().peer());
      boolean lost = mayBeLost(data, attempt);
      suspects.put(subflow, new Suspect(data, attempt, heard, confirmed, lost));
      out.alarm(data.frame().time() + SETTLED, subflow);
    }
  }

  /** Whether the target sent anything behind its SYN/ACK. */
  private static boolean hasAnswered(Subflow subflow) {
    return subflow
        .lastSegment(subflow.opener().peer())
        .filter(segment -> (segment.flags() & SegmentView.SYN) == 0)
        .isPresent();
  }

  private static void report(Suspect suspect, Verdicts out) {
    Carrier data = suspect.data;
    Attempt attempt = suspect.attempt;
    boolean confirmed = suspect.confirmed;
    Subflow subflow = data.on();
    Side joiner = data.by();
    Evidence evidence = Evidence.at(data, "data, ssn %d".formatted(data.ssn()));
    if (attempt.third() != null && attempt.third().frame().isBefore(data.frame())) {
      String shows = confirmed ? "MP_JOIN ACK" : "third packet, without MP_JOIN";
      evidence = evidence.and(attempt.third().frame(), subflow, joiner, shows);
    }
    if (attempt.synAck().isPresent()) {
      evidence =
          evidence.and(
              attempt.synAck().get().frame(), subflow, joiner.peer(), "SYN/ACK, its last segment");
    }
    String message = "data before the fourth packet of a join";
    Fault fault = Fault.of(joiner);
    boolean complete = confirmed && attempt.synAck().isPresent();
    if (suspect.mayBeLost) {
      out.warning(ID, subflow, message, fault, evidence)
          .unsure("a lost fourth packet would leave no trace");
    } else if (complete && subflow.vantage().isAt(joiner)) {
      out.violation(subflow, message, fault, evidence);
    } else {
      out.warning(ID, subflow, message, fault, evidence);
    }
  }

  /**
   * Whether the capture may just lack the fourth packet: there was time for it, and the data's echo
   * of a time stamp cannot tell.
   */
  private static boolean mayBeLost(Carrier data, Attempt attempt) {
    Subflow subflow = data.on();
    long waited =
        attempt.third() == null
            ? Long.MAX_VALUE
            : data.frame().time() - attempt.third().frame().time();
    boolean told = data.echo() == Carrier.Echo.SEEN && subflow.clockTells(data.by().peer());
    return waited >= subflow.roundTrip() * 3 / 4 && !told;
  }
}
