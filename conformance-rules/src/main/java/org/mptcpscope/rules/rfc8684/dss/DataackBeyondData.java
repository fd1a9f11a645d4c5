package org.mptcpscope.rules.rfc8684.dss;

import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.DataAckOverreached;
import org.mptcpscope.core.model.MappingTable.Range;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A Data ACK said more than the peer had sent.
 *
 * <p>A Data ACK names the data sequence number that its sender expects next (RFC 8684, section
 * 3.3.2), and a number becomes known only by a mapping (section 3.3.1): it cannot lie behind the
 * last octet, or DATA_FIN, that was mapped on any subflow. Wherever a capture is made, an octet
 * passes before its acknowledgment. Judged when the connection is over, since only then it shows
 * whether the capture lacks segments or a whole path; data without a mapping, and a fallback, leave
 * it open. Octets that never passed are its sender's doing only if it said less again, or if they
 * lie behind the DATA_FIN: else a path that was not captured may have carried them.
 */
public final class DataackBeyondData implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "dataack-beyond-data",
              "DSS-DATAACK-NOT-BEYOND-MAPPED",
              "a Data ACK said more than the peer had sent",
              Subject.DATA_ACK)
          .hears(DataAckOverreached.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof DataAckOverreached over
        && over.how() == DataAckOverreached.How.BEYOND_SENT) {
      Carrier segment = over.carrier();
      Range unsent = over.dsns();
      long octets = unsent.to() - unsent.from();
      String message = "a Data ACK said more than the peer had sent";
      Fault fault = Fault.of(segment.by());
      Evidence evidence =
          Evidence.at(
                  segment, "Data ACK %016x, sent up to %016x".formatted(unsent.to(), unsent.from()))
              .and(over.filledAt(), segment.on(), segment.by().peer(), "sent only here");
      out.violation(segment.on(), message, fault, evidence)
          .about(segment.by().peer(), unsent)
          .diagnosis(octets + (octets == 1 ? " octet" : " octets") + " too many");
    }
  }
}
