package org.mptcpscope.rules.rfc8684.handshake;

import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.CapableSent;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.mptcp.MpCapable;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * MP_CAPABLE has flag B set, which no version defines.
 *
 * <p>B announces an extension of the format that does not exist yet (RFC 8684, section 3.1). Who
 * sees it cannot know what follows in the option, ignores it, and the connection becomes plain TCP.
 * A SYN/ACK that only mirrors the SYN is not reported a second time.
 */
public final class ExtensibilityBitSet implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "extensibility-bit-set",
              "CAP-B-BIT-ZERO",
              "MP_CAPABLE has the extensibility flag B set",
              Subject.CAPABLE)
          .hears(CapableSent.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof CapableSent capable && !capable.reflected()) {
      MpCapable option = capable.option();
      if (option.b() && option.version() <= 1) {
        Carrier segment = capable.carrier();
        out.violation(
            segment.on(),
            "MP_CAPABLE with flag B set",
            Fault.of(segment.by()),
            Evidence.at(segment, "MP_CAPABLE, " + Capables.flags(option))
                .octets(option.emit(), 3, 4, "B is 0x40"));
      }
    }
  }
}
