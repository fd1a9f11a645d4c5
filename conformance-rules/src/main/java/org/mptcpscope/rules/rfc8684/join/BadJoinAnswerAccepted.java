package org.mptcpscope.rules.rfc8684.join;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.JoinAnswered;
import org.mptcpscope.core.event.MptcpEvent.JoinAnswered.Missing;
import org.mptcpscope.core.event.MptcpEvent.SubflowReset;
import org.mptcpscope.core.event.SegmentFacts;
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
 * The joiner went on with a subflow whose SYN/ACK proved nothing.
 *
 * <p>If the SYN/ACK to an MP_JOIN has no MP_JOIN, or one with a wrong HMAC, the host behind it may
 * be anybody: the joiner must reset the subflow (RFC 8684, section 3.2). Any other segment that
 * acknowledges the SYN/ACK, even a FIN, accepts it. All SYN/ACKs of that exchange must be bad; a
 * malformed MP_JOIN is judged by its length, and an HMAC that cannot be checked not at all.
 */
public final class BadJoinAnswerAccepted implements Rule {
  private static final String BAD_HMAC = "JOIN-BAD-SYNACK-HMAC-RST";
  private static final String NO_OPTION = "JOIN-SYNACK-WITHOUT-OPTION-RST";

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "bad-join-answer-accepted",
              BAD_HMAC,
              "the joiner went on after a SYN/ACK that proved nothing",
              Subject.SPOKEN)
          .also(NO_OPTION, Subject.SPOKEN)
          .hears(JoinAnswered.class, SubflowReset.class);

  /** Subflows with a SYN/ACK that may be right. */
  private final Set<Subflow> good = new HashSet<>();

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new BadJoinAnswerAccepted();
  }

  /** Bad SYN/ACKs that still wait for the RST they ask for: true without MP_JOIN. */
  private final Map<Subflow, Boolean> bad = new HashMap<>();

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof SubflowReset reset
        && reset.by() == reset.on().opener()
        && !good.contains(reset.on())) {
      Boolean absent = bad.remove(reset.on());
      if (absent != null) {
        out.pass(absent ? NO_OPTION : BAD_HMAC);
      }
    }
    if (event instanceof JoinAnswered answer && Joins.attempt(answer.on()).isPresent()) {
      Subflow subflow = answer.on();
      boolean absent = answer.optional().isEmpty() && answer.missing() != Missing.MALFORMED;
      if (!absent && !Joins.isWrong(answer.hmac(), answer.connection())) {
        good.add(subflow);
      } else if (!good.contains(subflow)) {
        bad.put(subflow, absent);
        Answer suspect =
            new Answer(answer.carrier(), absent, !absent && answer.hmac().variant() == null);
        out.watch(
            Watch.on(subflow, suspect, subflow.opener(), SegmentFacts.NOT_RST).acknowledging(1));
      }
    }
  }

  @Override
  public void onWatch(Watch watch, Sighting sighting, Verdicts out) {
    if (!(watch.key() instanceof Answer answer) || !good.add(sighting.on())) {
      return; // one of the SYN/ACKs was right, or it is reported already
    }
    if (answer.unexplained() && Joins.bothWrong(sighting.on())) {
      out.inconclusive(BAD_HMAC, Joins.OTHER_NONCES);
      return;
    }
    String what = answer.absent() ? "SYN/ACK without MP_JOIN" : "SYN/ACK with a wrong HMAC";
    out.violation(
        answer.absent() ? NO_OPTION : BAD_HMAC,
        sighting.on(),
        "the joiner went on after a " + what,
        Fault.of(sighting.by()),
        Joins.withSyn(
            Evidence.at(sighting.frame(), sighting.on(), sighting.by(), "no RST")
                .and(answer.carrier(), what),
            sighting.on()));
  }

  private record Answer(Carrier carrier, boolean absent, boolean unexplained) {}
}
