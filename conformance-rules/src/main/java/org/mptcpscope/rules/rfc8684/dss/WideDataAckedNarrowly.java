package org.mptcpscope.rules.rfc8684.dss;

import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.DataAckNarrowed;
import org.mptcpscope.core.model.Doubt;
import org.mptcpscope.core.model.MappingTable.Range;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * Data with DSNs of 8 octets was acknowledged with 4 octets only.
 *
 * <p>Whoever sends DSNs of 8 octets does so because 4 may not be enough to tell them apart; what
 * acknowledges them must have 8, too (RFC 8684, section 3.3.2). Judged when the connection is over,
 * once per host: a Data ACK of 8 octets for the same data, on any subflow, within a second or two
 * round trips is as good. Only payload counts, not a DATA_FIN, and none that was also mapped with 4
 * octets or by MP_CAPABLE, which has no DSN. A note elsewhere than at the host, as a lost pure ACK
 * leaves no gap, and where a box between two points changed segments.
 */
public final class WideDataAckedNarrowly implements Rule {
  private static final String ID = "DSS-64BIT-DSN-NEEDS-64BIT-ACK";

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "wide-data-acked-narrowly",
              ID,
              "data with DSNs of 8 octets was acknowledged with 4 octets only",
              Subject.DATA_ACK)
          .hears(DataAckNarrowed.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof DataAckNarrowed narrowed) {
      Carrier segment = narrowed.carrier();
      Range dsns = narrowed.dsns();
      String message = "data with DSNs of 8 octets was acknowledged with 4 octets only";
      Fault fault = Fault.of(segment.by());
      Evidence evidence =
          Evidence.at(
              segment, "Data ACK of 4 octets for %016x to %016x".formatted(dsns.from(), dsns.to()));
      boolean sure =
          segment.on().vantage().isAt(segment.by()) && !narrowed.doubts().contains(Doubt.MIDDLEBOX);
      Verdicts.Draft draft =
          sure
              ? out.violation(segment.on(), message, fault, evidence)
              : out.note(ID, segment.on(), message, fault, evidence);
      draft.about(segment.by().peer(), dsns);
    }
  }
}
