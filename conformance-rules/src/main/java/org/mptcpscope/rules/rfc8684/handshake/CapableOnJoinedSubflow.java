package org.mptcpscope.rules.rfc8684.handshake;

import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.CapableSent;
import org.mptcpscope.core.model.Handshake.Copy;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.mptcp.MptcpOption;
import org.mptcpscope.dissector.mptcp.Subtype;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * MP_CAPABLE stands on a subflow that joins a connection, or beside MP_JOIN.
 *
 * <p>MP_CAPABLE opens a connection, MP_JOIN adds to one; a segment with the wrong one, or with
 * both, says two things about whose subflow it is (RFC 8684, section 3.1). A new SYN on the ports
 * of an old join is a new subflow, and judged as one.
 */
public final class CapableOnJoinedSubflow implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "capable-on-joined-subflow",
              "CAP-ONLY-ON-FIRST-SUBFLOW",
              "MP_CAPABLE stands on a subflow that joins a connection",
              Subject.CAPABLE)
          .hears(CapableSent.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof CapableSent capable) {
      Carrier segment = capable.carrier();
      boolean beside = segment.options().stream().anyMatch(o -> isJoin(o));
      Copy join = beside ? null : joinSyn(segment.on());
      if (beside || join != null) {
        Evidence evidence = Evidence.at(segment, "MP_CAPABLE" + (beside ? " and MP_JOIN" : ""));
        out.violation(
            segment.on(),
            beside ? "MP_CAPABLE and MP_JOIN in one segment" : "MP_CAPABLE on a joined subflow",
            Fault.of(segment.by()),
            join == null
                ? evidence
                : evidence.and(join.frame(), segment.on(), segment.on().opener(), "MP_JOIN SYN"));
      }
    }
  }

  private static boolean isJoin(MptcpOption option) {
    return option.subtype() == Subtype.MP_JOIN;
  }

  /** The SYN with MP_JOIN that opened the subflow, or null. */
  private static Copy joinSyn(Subflow subflow) {
    return Capables.attempt(subflow)
        .map(attempt -> attempt.syns())
        .filter(syns -> syns.stream().noneMatch(syn -> Capables.isOn(syn.options())))
        .flatMap(
            syns ->
                syns.stream()
                    .filter(syn -> syn.options().stream().anyMatch(o -> isJoin(o)))
                    .findFirst())
        .orElse(null);
  }
}
