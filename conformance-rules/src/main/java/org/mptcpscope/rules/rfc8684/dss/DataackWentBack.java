package org.mptcpscope.rules.rfc8684.dss;

import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.DataAckRegressed;
import org.mptcpscope.core.model.MappingTable.Range;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A host sent a lower Data ACK than before.
 *
 * <p>A Data ACK is cumulative (RFC 8684, section 3.3.2), so the values that a host sends never
 * fall. Compared are segments of one subflow whose time stamps prove the order in which the host
 * sent them: on different subflows, and within one tick of the clock, segments overtake each other.
 * Payload sent again may carry the Data ACK of its first copy, and is not judged.
 */
public final class DataackWentBack implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "dataack-went-back",
              "DSS-DATAACK-MONOTONIC",
              "a Data ACK is lower than one before it",
              Subject.DATA_ACK)
          .hears(DataAckRegressed.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof DataAckRegressed back) {
      Carrier segment = back.carrier();
      out.violation(
              segment.on(),
              "a Data ACK is lower than one before it",
              Fault.of(segment.by()),
              Evidence.at(segment, "Data ACK %016x".formatted(back.dataAck()))
                  .and(
                      back.highestAt(),
                      segment.on(),
                      segment.by(),
                      "Data ACK %016x".formatted(back.highest())))
          .about(segment.by().peer(), new Range(back.dataAck(), back.highest()));
    }
  }
}
