package org.mptcpscope.rules.rfc8684.dss;

import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.InfiniteMappingSent;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.dissector.mptcp.Dss;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * The checksum field of an infinite mapping is not zero.
 *
 * <p>A mapping without end has no sum: its length is 0, and so is its checksum if there is such a
 * field (RFC 8684, section 3.3.1). A note for 0101: old kernels leave two NOPs there.
 */
public final class InfiniteMappingChecksumNonzero implements Rule {
  private static final String ID = "DSS-INFINITE-CHECKSUM-ZERO";
  private static final int TWO_NOPS = 0x0101;

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "infinite-mapping-checksum-nonzero",
              ID,
              "the checksum field of an infinite mapping is not zero",
              Subject.FALLBACK)
          .hears(InfiniteMappingSent.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof InfiniteMappingSent sent && sent.option().checksum() > 0) {
      Dss option = sent.option();
      Octets octets = option.emit();
      String message = "the checksum of an infinite mapping is %04x".formatted(option.checksum());
      Fault fault = Fault.of(sent.by());
      Evidence evidence =
          Evidence.at(sent.carrier(), "infinite mapping")
              .octets(octets, octets.length() - 2, octets.length(), "not zero");
      if (option.checksum() == TWO_NOPS) {
        out.note(ID, sent.on(), message, fault, evidence);
      } else {
        out.violation(sent.on(), message, fault, evidence);
      }
    }
  }
}
