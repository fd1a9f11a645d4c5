package org.mptcpscope.rules.rfc8684.handshake;

import java.util.List;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.CapableSent;
import org.mptcpscope.core.event.MptcpEvent.CapableSent.Form;
import org.mptcpscope.core.model.Handshake.Attempt;
import org.mptcpscope.core.model.Handshake.Copy;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * The listener repeated its SYN/ACK with another key.
 *
 * <p>A listener that keeps state has one key for one attempt, so a SYN/ACK that is sent again has
 * the key of the first (RFC 8684, section 3.1); else what the initiator computes depends on which
 * copy arrives. Only SYN/ACKs with the same initial sequence number are compared: with SYN cookies
 * each SYN may make a new number and a new key.
 */
public final class SynackKeyChanged implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "synack-key-changed",
              "CAP-SYNACK-KEY-STABLE",
              "the listener repeated its SYN/ACK with another key",
              Subject.CAPABLE)
          .hears(CapableSent.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof CapableSent answer
        && answer.form() == Form.SYN_ACK
        && answer.option().hasSenderKey()
        && !answer.reflected()) {
      Capables.attempt(answer.on()).ifPresent(attempt -> judge(answer, attempt, out));
    }
  }

  private static void judge(CapableSent answer, Attempt attempt, Verdicts out) {
    Carrier segment = answer.carrier();
    long key = answer.option().senderKey();
    List<Copy> all = attempt.synAcks();
    Copy own =
        all.stream().filter(copy -> copy.frame().equals(segment.frame())).findFirst().orElse(null);
    if (own == null) {
      return;
    }
    for (Copy copy : all) {
      long other = Capables.keyOf(copy, attempt).orElse(key);
      if (copy.isn() == own.isn() && other != key && copy.frame().isBefore(segment.frame())) {
        out.violation(
            segment.on(),
            "SYN/ACK repeated with another key",
            Fault.of(segment.by()),
            Evidence.at(segment, "MP_CAPABLE SYN/ACK, key " + Capables.hex(key))
                .octets(answer.option().emit(), 4, 12, "was " + Capables.hex(other))
                .and(
                    copy.frame(),
                    segment.on(),
                    segment.by(),
                    "MP_CAPABLE SYN/ACK, key " + Capables.hex(other)));
        return;
      }
    }
  }
}
