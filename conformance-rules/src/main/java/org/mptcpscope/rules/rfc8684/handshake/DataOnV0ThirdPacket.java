package org.mptcpscope.rules.rfc8684.handshake;

import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.CapableSent;
import org.mptcpscope.core.event.MptcpEvent.CapableSent.Form;
import org.mptcpscope.core.model.MappingTable.Range;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.mptcp.Dss;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * The third packet of a version 0 handshake carries data.
 *
 * <p>In version 0 MP_CAPABLE with both keys cannot map data, and beside it the options have no room
 * for a DSS that does (RFC 6824, section 3.6): the data has no place in the data sequence. Where a
 * host left the TCP timestamps out and a DSS with a mapping is there after all, nothing is wrong.
 * In version 1 data on the third packet is normal.
 */
public final class DataOnV0ThirdPacket implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "data-on-v0-third-packet",
              "CAP-V0-NO-DATA-ON-THIRD-PACKET",
              "the third packet of a version 0 handshake carries data",
              Subject.CAPABLE)
          .hears(CapableSent.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof CapableSent capable
        && capable.form() == Form.ACK
        && capable.option().version() == 0
        && capable.option().hasReceiverKey()
        && capable.carrier().ssn() + capable.carrier().payload() > 1
        && capable.carrier().payload() > 0) {
      Carrier segment = capable.carrier();
      boolean mapped =
          segment.options().stream()
              .anyMatch(option -> option instanceof Dss dss && dss.hasMapping());
      if (!mapped) {
        out.violation(
                segment.on(),
                "data beside MP_CAPABLE of version 0",
                Fault.of(segment.by()),
                Evidence.at(
                    segment,
                    "MP_CAPABLE of 20 octets and %d octets of data".formatted(segment.payload())))
            .about(segment.by(), new Range(segment.ssn(), segment.ssn() + segment.payload()));
      }
    }
  }
}
