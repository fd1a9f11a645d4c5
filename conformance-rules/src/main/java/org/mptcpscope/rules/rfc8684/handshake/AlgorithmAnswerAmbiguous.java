package org.mptcpscope.rules.rfc8684.handshake;

import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.CapableSent;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.mptcp.MpCapable;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * The listener answered with several algorithms.
 *
 * <p>Its SYN/ACK chooses; with two flags set the hosts may compute with different algorithms (RFC
 * 8684, section 3.1). C beside H alone is a note in version 0, where C counts as an algorithm but
 * drafts of version 1 gave it another meaning. No flag at all is another rule's business.
 */
public final class AlgorithmAnswerAmbiguous implements Rule {
  private static final String ID = "CAP-ANSWER-ONE-ALGORITHM";

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "algorithm-answer-ambiguous",
              ID,
              "the listener answered with several algorithms",
              Subject.CAPABLE)
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
      judge(answer.carrier(), answer.option(), out);
    }
  }

  private static void judge(Carrier segment, MpCapable option, Verdicts out) {
    int chosen = Capables.algorithms(option);
    if (Integer.bitCount(chosen) <= 1) {
      return;
    }
    String message = "SYN/ACK with several algorithms";
    Fault fault = Fault.of(segment.by());
    Evidence evidence =
        Evidence.at(segment, "MP_CAPABLE SYN/ACK, " + Capables.flags(option))
            .octets(option.emit(), 3, 4, "exactly one is due");
    if (option.version() == 0 && chosen == (MpCapable.C | MpCapable.H)) {
      out.note(ID, segment.on(), message, fault, evidence);
    } else {
      out.violation(segment.on(), message, fault, evidence);
    }
  }
}
