package org.mptcpscope.rules.rfc6824;

import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.ResetExplained;
import org.mptcpscope.core.model.Dialect;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A host gave a reset reason on a connection of version 0.
 *
 * <p>MP_TCPRST came with version 1; on a version 0 connection subtype 8 has no meaning and is
 * ignored. A stack that speaks both versions may forget which one this connection uses.
 */
public final class ResetReasonInV0 implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "reset-reason-in-v0",
              "RST-NOT-IN-V0",
              "MP_TCPRST on a connection of version 0",
              Subject.RESET)
          .hears(ResetExplained.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof ResetExplained explained
        && explained.connection().dialect() == Dialect.V0) {
      out.violation(
              explained.on(),
              SPEC.message(),
              Fault.of(explained.by()),
              Evidence.at(explained.carrier(), "MP_TCPRST")
                  .octets(explained.option().emit(), 2, 3, "subtype 8 came with version 1"))
          .diagnosis("a stack of version 1 answers on a connection of version 0");
    }
  }
}
