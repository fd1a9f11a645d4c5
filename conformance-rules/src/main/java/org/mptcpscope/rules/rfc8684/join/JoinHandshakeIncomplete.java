package org.mptcpscope.rules.rfc8684.join;

import java.util.HashSet;
import java.util.Set;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.JoinAnswered;
import org.mptcpscope.core.event.MptcpEvent.JoinConfirmed;
import org.mptcpscope.core.event.MptcpEvent.OptionMalformed;
import org.mptcpscope.core.event.MptcpEvent.SubflowEnded;
import org.mptcpscope.core.model.Handshake.Attempt;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subflow.Segment;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A joined subflow was used though MP_JOIN was missing in a step of its handshake.
 *
 * <p>MP_JOIN stands on the SYN, the SYN/ACK and the third packet, each time with another part of
 * the proof (RFC 8684, section 3.2). If the subflow then carries data, the host that should have
 * noticed accepted it: the joiner for the SYN/ACK, the target for the third packet. A SYN/ACK with
 * another MPTCP option instead of MP_JOIN is the target's own doing. Notes: a third packet may be
 * lost before the capture point.
 */
public final class JoinHandshakeIncomplete implements Rule {
  private static final String ID = "JOIN-ALL-THREE-PACKETS";

  public static final RuleSpec SPEC =
      RuleSpec.of("join-handshake-incomplete", ID, "a step of a join lacked MP_JOIN", Subject.JOIN)
          .hears(
              JoinAnswered.class, JoinConfirmed.class, OptionMalformed.class, SubflowEnded.class);

  /** Subflows on which the joiner sent MP_JOIN behind its SYN. */
  private final Set<Subflow> confirmed = new HashSet<>();

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new JoinHandshakeIncomplete();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case JoinAnswered answer
          when answer.missing() == JoinAnswered.Missing.ABSENT
              && !answer.carrier().options().isEmpty() ->
          otherOption(answer.carrier(), out);
      case JoinConfirmed join -> confirmed.add(join.on());
      case OptionMalformed malformed
          when Joins.isJoin(malformed.option()) && !malformed.carrier().isSyn() ->
          confirmed.add(malformed.on());
      case SubflowEnded ended ->
          Joins.attempt(ended.subflow()).ifPresent(a -> judge(ended.subflow(), a, out));
      default -> {}
    }
  }

  private static void otherOption(Carrier synAck, Verdicts out) {
    out.note(
        ID,
        synAck.on(),
        "SYN/ACK of a join with another MPTCP option than MP_JOIN",
        Fault.of(synAck.by()),
        Joins.withSyn(
            Evidence.at(synAck, "SYN/ACK with " + synAck.options().getFirst().name()),
            synAck.on()));
  }

  private void judge(Subflow subflow, Attempt attempt, Verdicts out) {
    Side joiner = subflow.opener();
    Side target = joiner.peer();
    if (attempt.synAck().isEmpty()) {
      return;
    }
    Evidence synAck =
        Evidence.at(attempt.synAck().get().frame(), subflow, target, "SYN/ACK without MP_JOIN");
    if (attempt.synAcks().stream().noneMatch(Joins::isOn)) {
      if (uses(subflow, joiner)) {
        report(joiner, "a join was used whose SYN/ACK had no MP_JOIN", subflow, synAck, out);
      }
    } else if (!confirmed.contains(subflow) && attempt.third() != null && accepts(subflow)) {
      Evidence third =
          Evidence.at(attempt.third().frame(), subflow, joiner, "third packet without MP_JOIN");
      report(target, "a join was used whose third packet had no MP_JOIN", subflow, third, out);
    }
  }

  private static boolean uses(Subflow subflow, Side host) {
    return subflow.highest(host) > 1 || subflow.recent(host).stream().anyMatch(Segment::dss);
  }

  private static boolean accepts(Subflow subflow) {
    return uses(subflow, subflow.opener().peer()) || subflow.sndUna(subflow.opener()) > 1;
  }

  private static void report(
      Side side, String message, Subflow subflow, Evidence evidence, Verdicts out) {
    out.note(ID, subflow, message, Fault.of(side), Joins.withSyn(evidence, subflow));
  }
}
