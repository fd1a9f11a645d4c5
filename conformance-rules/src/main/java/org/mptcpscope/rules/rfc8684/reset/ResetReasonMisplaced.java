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
 * A reset reason stood on a segment that resets nothing.
 *
 * <p>MP_TCPRST says why a subflow is reset, so it belongs on a segment with the RST flag. On any
 * other segment it has no meaning: Linux ignores it there, another host may not.
 */
public final class ResetReasonMisplaced implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "reset-reason-misplaced",
              "RST-ONLY-ON-RST",
              "MP_TCPRST on a segment that is no RST",
              Subject.RESET_REASON)
          .hears(ResetExplained.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof ResetExplained explained && !explained.carrier().isRst()) {
      out.violation(
          explained.on(),
          SPEC.message(),
          Fault.of(explained.by()),
          Evidence.at(explained.carrier(), "MP_TCPRST on a segment without RST")
              .octets(explained.option().emit(), 0, 4, ""));
    }
  }
}
