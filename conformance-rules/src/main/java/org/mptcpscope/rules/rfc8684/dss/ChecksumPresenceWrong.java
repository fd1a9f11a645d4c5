package org.mptcpscope.rules.rfc8684.dss;

import java.util.Set;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.DssIrregular;
import org.mptcpscope.core.event.MptcpEvent.DssIrregular.Oddity;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.dissector.mptcp.MpCapable;
import org.mptcpscope.dissector.mptcp.MptcpOption;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A data sequence mapping has a checksum that was not agreed, or lacks one that was.
 *
 * <p>Flag A of either host in the handshake makes checksums due in every mapping of both hosts;
 * without it no mapping has one (RFC 8684, sections 3.1 and 3.3). A receiver ends the subflow of a
 * host that does otherwise. Where the third packet contradicts the agreement the rule on that
 * packet speaks, and this is a note. An infinite mapping has a checksum field of zero and is not
 * judged here.
 */
public final class ChecksumPresenceWrong implements Rule {
  private static final String EITHER = "CAP-CHECKSUM-IF-EITHER";

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "checksum-presence-wrong",
              "DSS-CHECKSUM-PRESENCE",
              "a mapping has a checksum that was not agreed, or lacks one that was",
              Subject.MAPPING)
          .also(EITHER, Subject.MAPPING)
          .hears(DssIrregular.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (!(event instanceof DssIrregular odd)) {
      return;
    }
    Set<Oddity> oddities = odd.oddities();
    if (oddities.contains(Oddity.CHECKSUM_UNAGREED)) {
      report(odd, "a mapping has a checksum, which was not agreed", out);
    } else if (oddities.contains(Oddity.CHECKSUM_MISSING)) {
      report(odd, "a mapping lacks the checksum that was agreed", out);
    }
  }

  private static void report(DssIrregular odd, String message, Verdicts out) {
    Octets option = odd.optional().map(MptcpOption::emit).orElse(Octets.EMPTY);
    boolean present = odd.oddities().contains(Oddity.CHECKSUM_UNAGREED);
    Evidence evidence = Evidence.at(odd.carrier(), "DSS of " + option.length() + " octets");
    if (present && option.length() >= 2) {
      evidence =
          evidence.octets(option, option.length() - 2, option.length(), "no checksum agreed");
    } else if (option.length() >= 2) {
      evidence = evidence.octets(option, 1, 2, "2 octets more with a checksum");
    }
    Fault fault = Fault.of(odd.by());
    if (odd.connection().checksums() == Connection.Checksums.DISPUTED || lacksThird(odd)) {
      out.note(SPEC.requirement(), odd.on(), message, fault, evidence);
    } else {
      out.violation(odd.on(), message, fault, evidence).also(EITHER);
    }
  }

  /** The third packet, whose bit A may have been another, is not in the capture. */
  private static boolean lacksThird(DssIrregular odd) {
    return odd.connection()
        .initial()
        .flatMap(initial -> initial.handshake().current())
        .filter(
            attempt -> attempt.third() == null || attempt.third().option(MpCapable.class).isEmpty())
        .isPresent();
  }
}
