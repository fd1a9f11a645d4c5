package org.mptcpscope.rules.rfc8684.join;

import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.JoinRequested;
import org.mptcpscope.core.event.MptcpEvent.JoinRequested.TokenMatch;
import org.mptcpscope.core.event.MptcpEvent.OptionMalformed;
import org.mptcpscope.core.model.Addresses;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A host joined an address that the connection never told it.
 *
 * <p>A joiner contacts the addresses of the peer that it knows from the subflows there are, or from
 * ADD_ADDR (RFC 8684, section 3.4). A note: names, configuration and address translators are other
 * sources, and an ADD_ADDR may not be in the capture. If one of the peer could not be read nothing
 * is said.
 */
public final class JoinToUnknownAddress implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "join-to-unknown-address",
              "PM-JOIN-TO-KNOWN-ADDRESS",
              "MP_JOIN to an address that the connection never told",
              Subject.JOIN)
          .hears(JoinRequested.class, OptionMalformed.class);

  private final UnreadAddresses unread = new UnreadAddresses();

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new JoinToUnknownAddress();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case OptionMalformed broken -> unread.heard(broken);
      case JoinRequested join
          when join.tokenMatch() == TokenMatch.PEER
              && join.copy() == 1
              && !KnownAddresses.contain(join) ->
          judge(join, out);
      default -> {}
    }
  }

  private void judge(JoinRequested join, Verdicts out) {
    if (unread.mayTell(join)) {
      out.inconclusive(SPEC.requirement(), UnreadAddresses.REASON);
      return;
    }
    String target = Addresses.text(join.target().getAddress());
    out.note(
        SPEC.requirement(),
        join.on(),
        "MP_JOIN to " + target + ", of which nothing was said",
        Fault.of(join.by()),
        Evidence.at(join.carrier(), "MP_JOIN SYN to " + target));
  }
}
