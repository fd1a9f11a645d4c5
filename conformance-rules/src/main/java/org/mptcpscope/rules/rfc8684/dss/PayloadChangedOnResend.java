package org.mptcpscope.rules.rfc8684.dss;

import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.PayloadDiffered;
import org.mptcpscope.core.event.MptcpEvent.PayloadDiffered.Space;
import org.mptcpscope.core.model.MappingTable.Range;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A host sent other octets under numbers that it had used.
 *
 * <p>A subflow is a TCP connection: what is sent again has the content that it had (RFC 8684,
 * section 6). The same holds for the data sequence space: data may go again by any subflow, under
 * new sequence numbers there, but it is the same data (section 3.3.1); whoever receives both copies
 * keeps either. Compared is all that the capture kept of both copies, while the first is in flight
 * or was acknowledged within a window.
 *
 * <p>Not judged: a segment whose TCP checksum is wrong; a keepalive; a mapping of one octet that
 * was Data-ACKed before, with which a host probes a closed window; and, in the data sequence space,
 * a host that fell back. Elsewhere than at the host a box may have rewritten one of the copies.
 */
public final class PayloadChangedOnResend implements Rule {
  private static final String DSN = "DSS-SAME-DSN-SAME-BYTES";
  private static final String SSN = "DSS-SAME-SSN-SAME-BYTES";

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "payload-changed-on-resend",
              DSN,
              "other octets were sent under numbers that had been used",
              Subject.DATA)
          .also(SSN, Subject.DATA)
          .hears(PayloadDiffered.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof PayloadDiffered other) {
      Range octets = other.octets();
      boolean onSubflow = other.space() == Space.SSN;
      String numbers =
          onSubflow ? "ssn %d".formatted(octets.from()) : "dsn %016x".formatted(octets.from());
      out.violation(
              onSubflow ? SSN : DSN,
              other.on(),
              onSubflow
                  ? "a retransmission has other octets than the segment had"
                  : "data that was sent again has other octets than it had",
              Fault.of(other.by()),
              Evidence.at(other.carrier(), "other octets from %s on".formatted(numbers))
                  .and(other.original(), other.originalOn(), other.by(), "the first copy"))
          .about(other.by(), octets);
    }
  }
}
