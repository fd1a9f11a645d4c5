package org.mptcpscope.rules.rfc8684.join;

import java.net.InetSocketAddress;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.JoinRequested;
import org.mptcpscope.core.event.MptcpEvent.JoinRequested.TokenMatch;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A host joined from another port than that of the initial subflow.
 *
 * <p>The joiner is advised to keep its port, so that firewalls and monitors recognise it (RFC 8684,
 * section 3.9.1). Practically no implementation does, so this is a note. Between the two addresses
 * and ports of the initial subflow it cannot.
 */
public final class JoinFromNewPort implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "join-from-new-port",
              "PM-JOIN-SOURCE-PORT",
              "MP_JOIN from another port than that of the initial subflow",
              Subject.JOIN)
          .hears(JoinRequested.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (!(event instanceof JoinRequested join)
        || join.tokenMatch() != TokenMatch.PEER
        || join.copy() != 1) {
      return;
    }
    Subflow initial = join.connection().initial().orElse(null);
    if (initial == null) {
      return;
    }
    InetSocketAddress own = initial.addressOf(join.by());
    boolean infeasible =
        own.getAddress().equals(join.source().getAddress())
            && initial.addressOf(join.by().peer()).equals(join.target());
    if (infeasible || own.getPort() == join.source().getPort()) {
      return;
    }
    out.note(
        SPEC.requirement(),
        join.on(),
        "MP_JOIN from port %d, the initial subflow has %d"
            .formatted(join.source().getPort(), own.getPort()),
        Fault.of(join.by()),
        Evidence.at(join.carrier(), "MP_JOIN SYN from port " + join.source().getPort()));
  }
}
