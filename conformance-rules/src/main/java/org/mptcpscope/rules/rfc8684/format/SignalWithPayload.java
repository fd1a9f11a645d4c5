package org.mptcpscope.rules.rfc8684.format;

import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.AddressAdvertised;
import org.mptcpscope.core.event.MptcpEvent.AddressRemoved;
import org.mptcpscope.core.event.MptcpEvent.OptionEvent;
import org.mptcpscope.core.event.MptcpEvent.PriorityChanged;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A rare signal shares a segment with payload.
 *
 * <p>ADD_ADDR, REMOVE_ADDR and MP_PRIO are better sent on an ACK of their own, where the option
 * space is free and the signal is not tied to the delivery of data (RFC 8684, appendix A). It is
 * allowed where there is room, and common: never more than a note.
 */
public final class SignalWithPayload implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "signal-with-payload",
              "OPT-SIGNAL-DUPACK-ALONE",
              "a rare signal shares a segment with payload",
              Subject.OPTION)
          .hears(AddressAdvertised.class, AddressRemoved.class, PriorityChanged.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof OptionEvent said && said.carrier().payload() > 0) {
      Carrier segment = said.carrier();
      String name = said.optional().orElseThrow().name();
      out.violation(
          segment.on(),
          "%s on a segment with payload".formatted(name),
          Fault.of(segment.by()),
          Evidence.at(segment, "%s and %d octets of payload".formatted(name, segment.payload())));
    }
  }
}
