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
 * A DATA_FIN came without a mapping, so that nobody knows which octet is the last one.
 *
 * <p>Flag F says that the data ends with this mapping (RFC 8684, section 3.3): without flag M the
 * option has no data sequence number, and a receiver can do nothing but ignore the DATA_FIN.
 */
public final class DataFinWithoutMapping implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "data-fin-without-mapping",
              "DSS-FIN-NEEDS-MAPPING",
              "a DATA_FIN has no mapping that tells its number",
              Subject.MAPPING)
          .hears(DssIrregular.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof DssIrregular odd && odd.oddities().contains(Oddity.FIN_UNMAPPED)) {
      Octets option = odd.optional().map(MptcpOption::emit).orElse(Octets.EMPTY);
      out.violation(
          odd.on(),
          "flag F without flag M",
          Fault.of(odd.by()),
          Evidence.at(odd.carrier(), "DSS with flag F, without mapping")
              .octets(option, 3, 4, "F is set, M is not"));
    }
  }
}
