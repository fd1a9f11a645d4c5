package org.mptcpscope.rules.rfc8684.join;

import java.util.Optional;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.JoinAnswered;
import org.mptcpscope.core.event.MptcpEvent.JoinConfirmed;
import org.mptcpscope.core.model.Handshake.Attempt;
import org.mptcpscope.core.model.Handshake.Copy;
import org.mptcpscope.core.model.Need;
import org.mptcpscope.core.model.Origin;
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
 * MP_JOIN on a subflow whose SYN did not ask for a join.
 *
 * <p>A subflow begins with MP_CAPABLE or with MP_JOIN, and its SYN decides which (RFC 8684, section
 * 3.1): on the one that MP_CAPABLE opened no later segment has MP_JOIN, and a SYN/ACK has it only
 * if the SYN had it. A SYN with any MP_JOIN, well formed or not, is a join.
 */
public final class JoinOptionOnFirstSubflow implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "join-option-on-first-subflow",
              "JOIN-NOT-ON-FIRST-SUBFLOW",
              "MP_JOIN on a subflow whose SYN had none",
              Subject.OPTION)
          .hears(JoinAnswered.class, JoinConfirmed.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case JoinAnswered answer when answer.optional().isPresent() ->
          judge(answer.carrier(), "MP_JOIN SYN/ACK", out);
      case JoinConfirmed join when !join.carrier().isRst() && isCapable(join.on()) ->
          judge(join.carrier(), "MP_JOIN ACK", out);
      default -> {}
    }
  }

  private static Optional<Copy> syn(Subflow subflow) {
    return subflow.handshake().current().flatMap(Attempt::syn);
  }

  private static boolean isCapable(Subflow subflow) {
    return syn(subflow)
        .filter(syn -> syn.options().stream().anyMatch(JoinOptionOnFirstSubflow::isCapable))
        .isPresent();
  }

  private static boolean isCapable(MptcpOption option) {
    return option.subtype() == Subtype.MP_CAPABLE;
  }

  /**
   * A flow whose SYN was captured and had no MPTCP option at all, so that nothing of it is kept.
   */
  private static void plain(Carrier segment, String what, Verdicts out) {
    if (segment.on().connection().origin() == Origin.PLAIN_TCP) {
      out.violation(
              segment.on(),
              what + " to a SYN without any MPTCP option",
              Fault.of(segment.by()),
              Evidence.at(segment, what))
          .reduced(Need.SYN_CAPTURED);
    }
  }

  private static void judge(Carrier segment, String what, Verdicts out) {
    Subflow on = segment.on();
    Copy syn = syn(on).orElse(null);
    if (syn == null) {
      plain(segment, what, out);
      return;
    }
    if (Joins.attempt(on).isPresent()) {
      return;
    }
    boolean capable = isCapable(on);
    out.violation(
        on,
        what + (capable ? " on the subflow of MP_CAPABLE" : " to a SYN without MP_JOIN"),
        Fault.of(segment.by()),
        Evidence.at(segment, what)
            .and(syn.frame(), on, on.opener(), capable ? "MP_CAPABLE SYN" : "SYN without MP_JOIN"));
  }
}
