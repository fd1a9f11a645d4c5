package org.mptcpscope.rules.rfc8684.dss;

import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.ProgressStalled;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A host did not acknowledge payload that no mapping covers.
 *
 * <p>A subflow is worked on apart from the connection, so that neither can block the other: payload
 * without a mapping is acknowledged on its subflow all the same (RFC 8684 and RFC 6824, section
 * 3.3.1). Found: for three round trips the TCP acknowledgments of the host stand in front of such
 * payload, at least three of them with SACK or as duplicates, which shows that later octets
 * arrived, and although its sender sent it again. A note: each copy may have been lost behind the
 * place of the capture. Not judged: hosts that fell back.
 */
public final class UnmappedDataNotAcked implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "unmapped-data-not-acked",
              "DSS-UNMAPPED-STILL-TCP-ACKED",
              "payload without a mapping was not acknowledged on its subflow",
              Subject.DATA_ACK)
          .hears(ProgressStalled.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof ProgressStalled stalled) {
      long ssn = stalled.ssns().from();
      out.violation(
              stalled.on(),
              SPEC.message(),
              Fault.of(stalled.by()),
              Evidence.at(stalled.carrier(), "acknowledges up to ssn %d still".formatted(ssn))
                  .and(
                      stalled.since(),
                      stalled.on(),
                      stalled.by().peer(),
                      "payload without a mapping"))
          .about(stalled.by().peer(), stalled.ssns())
          .since(stalled.since().time());
    }
  }
}
