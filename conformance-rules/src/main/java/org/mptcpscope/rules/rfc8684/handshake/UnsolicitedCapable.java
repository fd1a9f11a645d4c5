package org.mptcpscope.rules.rfc8684.handshake;

import java.util.List;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.CapableSent;
import org.mptcpscope.core.model.Handshake.Copy;
import org.mptcpscope.core.model.Need;
import org.mptcpscope.core.model.Origin;
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
      List<Copy> syns =
          answer.on().handshake().current().map(attempt -> attempt.syns()).orElse(List.of());
      // A SYN without any MPTCP option is not kept; only the origin tells that it was seen.
      boolean seen = !syns.isEmpty() || answer.connection().origin() == Origin.PLAIN_TCP;
      if (seen && syns.stream().noneMatch(syn -> asks(syn))) {
        if (answer.on().optionsCut(answer.by().peer())) {
          out.inconclusive(SPEC.requirement(), "options of the SYN are not in the capture");
        } else {
          report(answer.carrier(), syns, out);
        }
      }
    }
  }

  private static boolean asks(Copy syn) {
    return syn.options().stream()
        .anyMatch(o -> o.subtype() == Subtype.MP_CAPABLE || o.subtype() == Subtype.MP_JOIN);
  }

  private static void report(Carrier segment, List<Copy> syns, Verdicts out) {
    Evidence evidence = Evidence.at(segment, "MP_CAPABLE SYN/ACK to a SYN without it");
    for (Copy syn : syns) {
      evidence =
          evidence.and(syn.frame(), segment.on(), segment.by().peer(), "SYN without MP_CAPABLE");
    }
    out.violation(
            segment.on(),
            "SYN/ACK with MP_CAPABLE to a SYN without it",
            Fault.of(segment.by()),
            evidence)
        .reduced(Need.SYN_CAPTURED); // as above
  }
}
