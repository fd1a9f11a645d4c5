package org.mptcpscope.rules.rfc8684.tfo;

import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.JoinRequested;
import org.mptcpscope.core.event.MptcpEvent.SynSent;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.mptcp.MpJoinSyn;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * The SYN of a join carries data.
 *
 * <p>Data on the SYN comes before anything that could map it, and only the first subflow has a rule
 * that gives it a place in front of the data sequence (RFC 8684, appendix B.2). A note for a Fast
 * Open option without data, which does no harm.
 */
public final class SynDataOnJoin implements Rule {
  private static final String ID = "TFO-ONLY-FIRST-SUBFLOW";

  public static final RuleSpec SPEC =
      RuleSpec.of("syn-data-on-join", ID, "the SYN of a join carries data", Subject.JOIN)
          .hears(JoinRequested.class, SynSent.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case JoinRequested join when join.carrier().payload() > 0 -> {
        Carrier segment = join.carrier();
        String data = "%d octets of data on the SYN of a join".formatted(segment.payload());
        out.violation(segment.on(), data, Fault.of(segment.by()), Evidence.at(segment, data));
      }
      case SynSent syn
          when !syn.answer()
              && syn.offers().tfoKind() >= 0
              && syn.carrier().payload() == 0
              && syn.carrier().option(MpJoinSyn.class).isPresent() ->
          out.note(
              ID,
              syn.on(),
              "Fast Open option on the SYN of a join",
              Fault.of(syn.by()),
              Evidence.at(syn.carrier(), "MP_JOIN SYN with a Fast Open option"));
      default -> {}
    }
  }
}
