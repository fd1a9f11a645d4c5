package org.mptcpscope.rules.rfc8684.fallback;

import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.FailSent;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * MP_FAIL came on a reset of the only subflow there ever was.
 *
 * <p>With one subflow the data in flight is contiguous, so the receiver of damaged data reports it
 * on an acknowledgment, and the connection lives on as plain TCP behind an infinite mapping (RFC
 * 8684, section 3.7). A reset ends it. A note, since the receiver may know of octets that were sent
 * twice; none if the capture shows such.
 */
public final class FailWithNeedlessReset implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "fail-with-needless-reset",
              "FAIL-SINGLE-SUBFLOW-ON-ACK",
              "MP_FAIL on a reset of the only subflow",
              Subject.FAIL)
          .hears(FailSent.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof FailSent fail
        && fail.onReset()
        && !fail.reciprocal()
        && fail.copy() == 1
        && fail.connection().subflows().size() == 1
        && fail.connection().stream(sender(fail)).reinjectedOn(fail.on()).isEmpty()) {
      out.violation(
              fail.on(),
              "MP_FAIL on a reset of the only subflow",
              Fault.of(fail.by()),
              Evidence.at(fail.carrier(), "RST, " + Fallbacks.shown(fail)))
          .triggeredBy(fail.knownAt());
    }
  }

  private static Side sender(FailSent fail) {
    return fail.by().peer();
  }
}
