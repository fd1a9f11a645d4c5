package org.mptcpscope.rules.rfc8684.dss;

import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.DssIrregular;
import org.mptcpscope.core.event.MptcpEvent.DssIrregular.Oddity;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.dissector.mptcp.DssView;
import org.mptcpscope.dissector.mptcp.MptcpOption;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * The length of a DSS is not the one that its flags ask for.
 *
 * <p>Four octets, four or eight for a Data ACK, ten or fourteen for a mapping, and two for the
 * checksum of a mapping (RFC 8684, section 3.3): the flags tell which parts are there, and only the
 * checksum shows by the length alone. A receiver cannot know what an option of another length
 * means.
 */
public final class DssLengthWrong implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "dss-length-wrong",
              "DSS-LENGTH-MATCHES-FLAGS",
              "the length of a DSS does not fit its flags",
              Subject.DATA_ACK)
          .hears(DssIrregular.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (!(event instanceof DssIrregular odd) || !odd.oddities().contains(Oddity.LENGTH)) {
      return;
    }
    Octets option = odd.optional().map(MptcpOption::emit).orElse(Octets.EMPTY);
    Evidence evidence = Evidence.at(odd.carrier(), "DSS of " + option.length() + " octets");
    if (option.length() >= 4) {
      int flags = option.at(3);
      int due = DssView.lengthFor(flags);
      boolean mapping = (flags & DssView.M) != 0;
      evidence =
          evidence.octets(
              option,
              1,
              2,
              mapping ? "flags ask for %d or %d".formatted(due, due + 2) : "flags ask for " + due);
    }
    out.violation(
        odd.on(),
        "DSS of %d octets, which its flags do not allow".formatted(option.length()),
        Fault.of(odd.by()),
        evidence);
  }
}
