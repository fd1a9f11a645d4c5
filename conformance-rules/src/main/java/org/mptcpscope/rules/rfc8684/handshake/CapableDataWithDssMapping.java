package org.mptcpscope.rules.rfc8684.handshake;

import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.CapableSent;
import org.mptcpscope.core.event.MptcpEvent.CapableSent.Form;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.mptcp.Dss;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * The first data has both an MP_CAPABLE that maps it and a DSS that maps it.
 *
 * <p>The form of MP_CAPABLE with data takes the place of the mapping (RFC 8684, section 3.1); with
 * a second one in the same segment the receiver has to choose. A DSS that only has a Data ACK is
 * something else.
 */
public final class CapableDataWithDssMapping implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "capable-data-with-dss-mapping",
              "CAP-DATA-NOT-WITH-DSS-MAP",
              "one segment has a DSS mapping and an MP_CAPABLE with data",
              Subject.CAPABLE)
          .hears(CapableSent.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof CapableSent capable && capable.form() == Form.ACK_DATA) {
      Carrier segment = capable.carrier();
      segment.options().stream()
          .filter(option -> option instanceof Dss dss && dss.hasMapping())
          .findFirst()
          .ifPresent(
              dss ->
                  out.violation(
                      segment.on(),
                      "DSS mapping beside MP_CAPABLE with data",
                      Fault.of(segment.by()),
                      Evidence.at(
                              segment,
                              "MP_CAPABLE of %d octets and a DSS mapping"
                                  .formatted(capable.option().length()))
                          .octets(dss.emit(), 3, 4, "M is set")));
    }
  }
}
