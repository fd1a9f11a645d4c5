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
 * A DATA_FIN has Data-Level Length 0, which is reserved for the infinite mapping.
 *
 * <p>DATA_FIN counts in the length, so that it has at least 1; length 0 says that the sender goes
 * back to plain TCP, where there is no DATA_FIN (RFC 8684, section 3.3.1). What a receiver makes of
 * the two together is anybody's guess. Length 0 without DATA_FIN is what the rules on fallback are
 * about.
 */
public final class ZeroLengthMisused implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "zero-length-misused",
              "DSS-LENGTH-ZERO-RESERVED",
              "a DATA_FIN has the length of an infinite mapping",
              Subject.MAPPING)
          .hears(DssIrregular.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof DssIrregular odd && odd.oddities().contains(Oddity.FIN_ON_INFINITE)) {
      Octets option = odd.optional().map(MptcpOption::emit).orElse(Octets.EMPTY);
      out.violation(
          odd.on(),
          "DATA_FIN with Data-Level Length 0",
          Fault.of(odd.by()),
          Evidence.at(odd.carrier(), "DATA_FIN, length 0").octets(option, 3, 4, "F is set"));
    }
  }
}
