package org.mptcpscope.rules.rfc8684.dss;

import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.DssIrregular;
import org.mptcpscope.core.event.MptcpEvent.DssIrregular.Oddity;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.dissector.mptcp.MptcpOption;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A DSS has neither a mapping nor a Data ACK.
 *
 * <p>The option exists to carry one of the two, or both (RFC 8684, section 3.3). With neither flag
 * M nor flag A it says nothing and takes four octets of the option space of its segment.
 */
public final class DssEmpty implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "dss-empty",
              "DSS-EMPTY",
              "a DSS has neither a mapping nor a Data ACK",
              Subject.DATA_ACK)
          .hears(DssIrregular.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof DssIrregular odd && odd.oddities().contains(Oddity.EMPTY)) {
      Octets option = odd.optional().map(MptcpOption::emit).orElse(Octets.EMPTY);
      out.violation(
          odd.on(),
          "DSS without mapping and Data ACK",
          Fault.of(odd.by()),
          Evidence.at(odd.carrier(), "DSS of " + option.length() + " octets")
              .octets(option, 3, 4, "neither M nor A"));
    }
  }
}
