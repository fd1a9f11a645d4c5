package org.mptcpscope.rules.rfc8684.reset;

import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.ResetExplained;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A reset reason is not in the registry.
 *
 * <p>Reasons 0x00 to 0x06 are assigned (RFC 8684, section 7.4). The registry is open, so another
 * code may have been added since; it says nothing to a host that does not know it.
 */
public final class ResetReasonUnassigned implements Rule {
  private static final int LAST_ASSIGNED = 0x06;

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "reset-reason-unassigned",
              "RST-REASON-ASSIGNED",
              "MP_TCPRST has a reason that is not assigned",
              Subject.RESET_REASON)
          .hears(ResetExplained.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof ResetExplained explained && explained.option().reason() > LAST_ASSIGNED) {
      String message =
          "MP_TCPRST reason 0x%02x is not assigned".formatted(explained.option().reason());
      out.violation(
          explained.on(),
          message,
          Fault.of(explained.by()),
          Evidence.at(explained.carrier(), ResetReasons.shown(explained.option()))
              .octets(explained.option().emit(), 3, 4, "0x00 to 0x06 are assigned"));
    }
  }
}
