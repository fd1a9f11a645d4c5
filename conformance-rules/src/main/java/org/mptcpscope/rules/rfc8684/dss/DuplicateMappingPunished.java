package org.mptcpscope.rules.rfc8684.dss;

import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.FailSent;
import org.mptcpscope.core.event.MptcpEvent.SubflowReset;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A host punished a mapping that only came twice.
 *
 * <p>Hardware that cuts large segments copies their options to each part, so a receiver has to put
 * up with one mapping on several packets (RFC 8684, section 3.1). Reported is a RST with the reason
 * for an MPTCP error, or an MP_FAIL, right behind a segment that repeats a mapping, if nothing else
 * was wrong with what the peer sent on that subflow. A note: what else the host disliked no capture
 * shows.
 */
public final class DuplicateMappingPunished implements Rule {
  private static final int MPTCP_ERROR = 1;

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "duplicate-mapping-punished",
              "CAP-DUPLICATE-MAPPINGS-TOLERATED",
              "a mapping that came twice was punished",
              Subject.MAPPING)
          .hears(SubflowReset.class, FailSent.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case SubflowReset reset
          when reset.reason().filter(reason -> reason.reason() == MPTCP_ERROR).isPresent() ->
          judge(reset.carrier(), "RST, MP_TCPRST reason 0x01", out);
      case FailSent fail when !fail.onReset() && !fail.reciprocal() ->
          judge(fail.carrier(), "MP_FAIL", out);
      default -> {}
    }
  }

  private static void judge(Carrier answer, String shows, Verdicts out) {
    Subflow on = answer.on();
    Side sender = answer.by().peer();
    FrameRef repeated = on.mappings(sender).repeatedAt().orElse(null);
    boolean last =
        repeated != null
            && on.lastSegment(sender)
                .filter(segment -> segment.frame().number() == repeated.number())
                .isPresent()
            && answer.frame().time() - repeated.time() <= on.grace();
    boolean clean = on.troubles().stream().noneMatch(trouble -> trouble.by() == sender);
    if (last && clean && out.connection().fallback(sender).isEmpty()) {
      out.violation(
          on,
          "a mapping that came twice was punished",
          Fault.of(answer.by()),
          Evidence.at(answer, shows).and(repeated, on, sender, "a mapping that had come before"));
    }
  }
}
