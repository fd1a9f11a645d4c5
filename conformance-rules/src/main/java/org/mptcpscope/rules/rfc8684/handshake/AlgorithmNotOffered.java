package org.mptcpscope.rules.rfc8684.handshake;

import java.util.List;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.CapableSent;
import org.mptcpscope.core.model.Handshake.Attempt;
import org.mptcpscope.core.model.Handshake.Copy;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.mptcp.MpCapable;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * The listener answered with an algorithm that the initiator did not offer.
 *
 * <p>The SYN names the algorithms that the initiator can use, the SYN/ACK the one that the listener
 * chose among them (RFC 8684, section 3.1). A listener that can use none of them must leave
 * MP_CAPABLE out; this is a warning if only flags without a meaning were offered, since both hosts
 * may have agreed on an experiment. If the versions differ only flag H is compared, and a SYN
 * without any algorithm has a rule of its own.
 */
public final class AlgorithmNotOffered implements Rule {
  private static final String WITHIN = "CAP-ANSWER-WITHIN-PROPOSAL";
  private static final String NONE = "CAP-NO-COMMON-ALGORITHM-NO-OPTION";

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "algorithm-not-offered",
              WITHIN,
              "the listener answered with an algorithm that was not offered",
              Subject.CAPABLE)
          .also(NONE, Subject.CAPABLE)
          .hears(CapableSent.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof CapableSent answer
        && answer.carrier().isSyn()
        && answer.carrier().isAck()
        && answer.option().isDefined()
        && !answer.reflected()) {
      Capables.attempt(answer.on()).ifPresent(attempt -> judge(answer, attempt, out));
    }
  }

  private static void judge(CapableSent answer, Attempt attempt, Verdicts out) {
    List<MpCapable> asked = Capables.of(attempt.syns());
    if (asked.isEmpty() || !asked.stream().allMatch(MpCapable::isDefined)) {
      return;
    }
    int offered = asked.stream().mapToInt(Capables::algorithms).reduce(0, (a, b) -> a | b);
    if (offered == 0) {
      return;
    }
    MpCapable option = answer.option();
    boolean sameVersion = asked.stream().allMatch(o -> o.version() == option.version());
    int chosen = Capables.algorithms(option) & (sameVersion ? 0x3f : MpCapable.H);
    boolean unassigned = sameVersion && (offered & MpCapable.H) == 0;
    Carrier segment = answer.carrier();
    Copy syn = attempt.syns().getFirst();
    Evidence evidence =
        Evidence.at(segment, "MP_CAPABLE SYN/ACK, " + Capables.flags(option))
            .octets(option.emit(), 3, 4, "0x%02x was offered".formatted(offered))
            .and(
                syn.frame(),
                segment.on(),
                segment.by().peer(),
                "MP_CAPABLE SYN, algorithm flags 0x%02x".formatted(offered));
    if ((chosen & ~offered) != 0) {
      Verdicts.Draft draft =
          out.violation(
              segment.on(),
              "SYN/ACK with an algorithm that was not offered",
              Fault.of(segment.by()),
              evidence);
      if (unassigned && option.version() == 1) {
        draft.also(NONE);
      }
    } else if (unassigned && option.version() == 1) {
      out.violation(
          NONE,
          segment.on(),
          "SYN/ACK with MP_CAPABLE though no known algorithm was offered",
          Fault.of(segment.by()),
          evidence);
    }
  }
}
