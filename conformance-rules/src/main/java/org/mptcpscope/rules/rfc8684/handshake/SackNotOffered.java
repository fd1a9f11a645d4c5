package org.mptcpscope.rules.rfc8684.handshake;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.SynSent;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A host does not offer selective acknowledgments on a subflow.
 *
 * <p>MPTCP counts on them on each subflow without demanding them (RFC 8684, section 3.3.1). A note,
 * once for each host of a connection: the options of a SYN may have no room, or an administrator
 * may have switched them off. An answer to a SYN that does not offer them cannot have them.
 */
public final class SackNotOffered implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "sack-not-offered",
              "TCP-SACK-EXPECTED",
              "a host does not offer selective acknowledgments",
              Subject.OPTION)
          .hears(SynSent.class);

  private final Set<Side> told = EnumSet.noneOf(Side.class);
  private final Set<Subflow> unasked = new HashSet<>();

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new SackNotOffered();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof SynSent syn && !syn.offers().sackPermitted()) {
      boolean mayOffer = !syn.answer() || !unasked.contains(syn.on());
      if (!syn.answer()) {
        unasked.add(syn.on());
      }
      if (syn.copy() == 1 && mayOffer && told.add(syn.by())) {
        String what = syn.answer() ? "SYN/ACK" : "SYN";
        out.violation(
            syn.on(),
            what + " without SACK permitted",
            Fault.of(syn.by()),
            Evidence.at(syn.carrier(), what + " without option kind 4"));
      }
    }
  }
}
