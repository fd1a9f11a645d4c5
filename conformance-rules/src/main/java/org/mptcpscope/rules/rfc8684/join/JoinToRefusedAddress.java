package org.mptcpscope.rules.rfc8684.join;

import java.net.InetSocketAddress;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.JoinRequested;
import org.mptcpscope.core.event.MptcpEvent.JoinRequested.TokenMatch;
import org.mptcpscope.core.model.AddressBook;
import org.mptcpscope.core.model.AddressBook.Source;
import org.mptcpscope.core.model.Addresses;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Host;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A subflow was opened to an address and port that its owner had closed to further subflows.
 *
 * <p>A host behind a load balancer sets flag C in MP_CAPABLE: data may still flow on the initial
 * subflow, but joins must go to addresses that it advertises with ADD_ADDR (RFC 8684, section 3.1).
 * Joining another port of the same address is allowed. A note only, if the host had advertised
 * exactly this address and port.
 */
public final class JoinToRefusedAddress implements Rule {
  private static final String ID = "CAP-C-BIT-HONOURED";

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "join-to-refused-address",
              ID,
              "a subflow was opened to an address and port whose owner refuses more subflows",
              Subject.JOIN)
          .hears(JoinRequested.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof JoinRequested join
        && join.tokenMatch() == TokenMatch.PEER
        && join.copy() == 1) {
      judge(join.carrier(), join.target(), out);
    }
  }

  private static void judge(Carrier syn, InetSocketAddress target, Verdicts out) {
    Host owner = syn.on().connection().host(syn.by().peer());
    AddressBook book = owner.addresses();
    FrameRef refused = owner.refusesInitialAddress().orElse(null);
    if (refused == null || !target.equals(book.initialAddress().orElse(null))) {
      out.pass();
      return;
    }
    String message =
        "MP_JOIN to " + Addresses.text(target) + ", which was closed to further subflows";
    Fault fault = Fault.of(syn.by());
    Evidence evidence =
        Evidence.at(syn, "MP_JOIN SYN")
            .and(
                refused,
                syn.on().connection().initial().orElse(null),
                owner.side(),
                "MP_CAPABLE with C=1");
    boolean advertised =
        book.sourcesOf(target).stream().anyMatch(s -> s.kind() == Source.Kind.ADVERTISED);
    if (advertised) {
      out.note(ID, syn.on(), message, fault, evidence)
          .diagnosis("the owner had advertised this address and port");
    } else {
      out.violation(syn.on(), message, fault, evidence);
    }
  }
}
