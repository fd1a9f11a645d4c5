package org.mptcpscope.rules.rfc8684.handshake;

import java.util.List;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.ConnectionEnded;
import org.mptcpscope.core.event.MptcpEvent.SubflowEnded;
import org.mptcpscope.core.event.MptcpEvent.SynSent;
import org.mptcpscope.core.model.Handshake.Attempt;
import org.mptcpscope.core.model.Handshake.Copy;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A host repeated a SYN with MP_CAPABLE many times and never tried without.
 *
 * <p>Some boxes drop SYNs with options that they do not know, so a host is expected to go on
 * without MPTCP when such SYNs stay unanswered (RFC 8684, section 3.9.3). A note, after five
 * copies: the other host may just be down.
 */
public final class SynNeverRetriedPlain implements Rule {
  private static final int MANY = 6;

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "syn-never-retried-plain",
              "CAP-SYN-RETRY-WITHOUT-OPTION",
              "a SYN with MP_CAPABLE was repeated and never sent without",
              Subject.CAPABLE)
          .hears(SynSent.class, SubflowEnded.class, ConnectionEnded.class);

  private SynSent many;

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new SynNeverRetriedPlain();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case SynSent syn when !syn.answer() && syn.on().isInitial() && syn.copy() >= MANY ->
          many = syn;
      case SynSent syn when syn.answer() && many != null && many.on() == syn.on() -> judge(out);
      case SubflowEnded ended
          when many != null
              && many.on() == ended.subflow()
              && ended.how() == SubflowEnded.How.UNANSWERED ->
          judge(out);
      case ConnectionEnded _ when many != null -> judge(out);
      default -> {}
    }
  }

  private void judge(Verdicts out) {
    SynSent syn = many;
    many = null;
    List<Copy> copies =
        syn.on().handshake().attempt(syn.isn()).map(Attempt::syns).orElse(List.of());
    if (copies.size() < MANY || !copies.stream().allMatch(copy -> Capables.isOn(copy.options()))) {
      return;
    }
    out.violation(
        syn.on(),
        "%d SYNs with MP_CAPABLE and none without".formatted(copies.size()),
        Fault.of(syn.by()),
        Evidence.at(syn.carrier(), "SYN with MP_CAPABLE, copy %d".formatted(syn.copy()))
            .and(copies.getFirst().frame(), syn.on(), syn.by(), "the first SYN"));
  }
}
