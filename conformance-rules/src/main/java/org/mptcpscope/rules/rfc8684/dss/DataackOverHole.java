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
 * A Data ACK passed over octets that had not been sent on any subflow.
 *
 * <p>A Data ACK is cumulative, as a TCP acknowledgment is (RFC 8684, section 3.3.2): all octets
 * below it have arrived. Octets that passed on no subflow before it cannot have. Judged when the
 * connection is over: a hole that the capture made shows as one in the numbers of a subflow, and
 * several that nobody ever filled as a path that was not captured. A mapping that comes behind its
 * octets counts for them.
 *
 * <p>Octets that passed later may have gone first by a path that was not captured: a note; so may
 * those that never passed, if it is one hole and no more. Where the host itself took the Data ACK
 * back it is as heavy as it can be.
 */
public final class DataackOverHole implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "dataack-over-hole",
              "DSS-DATAACK-NOT-OVER-HOLE",
              "a Data ACK passed over octets that had not been sent",
              Subject.DATA_ACK)
          .hears(DataAckOverreached.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof DataAckOverreached over
        && over.how() == DataAckOverreached.How.OVER_HOLE) {
      Carrier segment = over.carrier();
      Range hole = over.dsns();
      String message = "a Data ACK passed over octets that had not been sent";
      Fault fault = Fault.of(segment.by());
      Evidence evidence =
          Evidence.at(segment, "Data ACK over %016x to %016x".formatted(hole.from(), hole.to()))
              .and(over.filledAt(), segment.on(), segment.by().peer(), "sent only here");
      Verdicts.Draft draft =
          over.filledAt() == null && over.refuted()
              ? out.violation(segment.on(), message, fault, evidence)
              : out.note(SPEC.requirement(), segment.on(), message, fault, evidence)
                  .unsure("a path that was not captured may have carried them");
      draft.about(segment.by().peer(), hole);
    }
  }
}
