package org.mptcpscope.rules.rfc8684.handshake;

import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.CapableSent;
import org.mptcpscope.core.event.MptcpEvent.CapableSent.Form;
import org.mptcpscope.core.model.Handshake.Copy;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A version 1 SYN, which has no key, was answered with version 0.
 *
 * <p>A listener that knows only version 0 is expected to pass over an MP_CAPABLE without a key and
 * to answer as plain TCP, since version 0 needs the key of the SYN (RFC 8684, section 3.1). The
 * rule that an answer may have a lower version formally permits it: a note. If a copy of the SYN
 * offered version 0 the answer is to that one.
 */
public final class KeylessSynAnsweredInV0 implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "keyless-syn-answered-in-v0",
              "VER-V1-SYN-IGNORED-BY-V0-LISTENER",
              "a version 1 SYN was answered with version 0",
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
        && answer.option().isDefined()
        && answer.option().version() == 0
        && !answer.reflected()) {
      Capables.attempt(answer.on())
          .filter(
              attempt ->
                  Capables.allOf(attempt.syns(), syn -> syn.version() == 1 && !syn.hasSenderKey()))
          .ifPresent(attempt -> report(answer, attempt.syns().getFirst(), out));
    }
  }

  private static void report(CapableSent answer, Copy syn, Verdicts out) {
    Carrier segment = answer.carrier();
    out.violation(
        segment.on(),
        "SYN/ACK with version 0 to a SYN without key",
        Fault.of(segment.by()),
        Evidence.at(segment, "MP_CAPABLE SYN/ACK, version 0")
            .octets(answer.option().emit(), 2, 3, "the SYN had version 1")
            .and(syn.frame(), segment.on(), segment.by().peer(), "MP_CAPABLE SYN, version 1"));
  }
}
