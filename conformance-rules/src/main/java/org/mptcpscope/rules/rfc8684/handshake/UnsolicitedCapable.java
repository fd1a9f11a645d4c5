package org.mptcpscope.rules.rfc8684.handshake;

import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.CapableSent;
import org.mptcpscope.core.model.Handshake.Attempt;
import org.mptcpscope.core.model.Handshake.Copy;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.mptcp.Subtype;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A SYN without MP_CAPABLE was answered with MP_CAPABLE.
 *
 * <p>A listener answers with the option only if it was asked (RFC 8684, section 3.1): an initiator
 * without MPTCP cannot understand what follows. If one copy of the SYN had the option the listener
 * may have that one in hand, so all copies must be without. The answer to a join has a rule of its
 * own.
 */
public final class UnsolicitedCapable implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "unsolicited-capable",
              "CAP-NO-UNSOLICITED-SYNACK",
              "a SYN without MP_CAPABLE was answered with it",
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
        && answer.carrier().isAck()) {
      Capables.attempt(answer.on())
          .filter(attempt -> attempt.syns().stream().noneMatch(syn -> asks(syn)))
          .ifPresent(attempt -> report(answer.carrier(), attempt, out));
    }
  }

  private static boolean asks(Copy syn) {
    return syn.options().stream()
        .anyMatch(o -> o.subtype() == Subtype.MP_CAPABLE || o.subtype() == Subtype.MP_JOIN);
  }

  private static void report(Carrier segment, Attempt attempt, Verdicts out) {
    out.violation(
        segment.on(),
        "SYN/ACK with MP_CAPABLE to a SYN without it",
        Fault.of(segment.by()),
        Evidence.at(segment, "MP_CAPABLE SYN/ACK")
            .and(
                attempt.syns().getFirst().frame(),
                segment.on(),
                segment.by().peer(),
                "SYN without MP_CAPABLE"));
  }
}
