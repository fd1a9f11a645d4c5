package org.mptcpscope.rules.rfc6824;

import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.PayloadStarted;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A joined subflow carried data before the initial one had shown that MPTCP options pass.
 *
 * <p>In version 0 a path counts as verified when data sent on it was acknowledged by a Data ACK,
 * and other subflows wait for that (RFC 6824, section 3.6). A host that sent no data on the initial
 * subflow has its proof when the peer sent a DSS. A note: the Data ACK may have been lost before
 * the capture point.
 */
public final class JoinedDataBeforeVerified implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "joined-data-before-verified",
              "JOIN-V0-NOT-BEFORE-PATH-VERIFIED",
              "data on a joined subflow before the initial one was verified",
              Subject.JOIN)
          .hears(PayloadStarted.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (!(event instanceof PayloadStarted started) || started.on().isInitial()) {
      return;
    }
    Connection connection = started.connection();
    Subflow initial = connection.initial().orElse(null);
    Side sender = started.by();
    if (initial == null || isVerified(initial, sender)) {
      return;
    }
    out.note(
        SPEC.requirement(),
        started.on(),
        SPEC.message(),
        Fault.of(sender),
        Evidence.at(started.carrier(), "first data on the joined subflow"));
  }

  private static boolean isVerified(Subflow initial, Side sender) {
    return initial.highest(sender) > 1
        ? initial.confirmed(sender).isPresent()
        : initial.connection().firstDss(sender.peer()).isPresent();
  }
}
