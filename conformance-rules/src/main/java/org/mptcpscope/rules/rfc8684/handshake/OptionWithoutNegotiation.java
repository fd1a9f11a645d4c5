package org.mptcpscope.rules.rfc8684.handshake;

import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.ConnectionOpened;
import org.mptcpscope.core.event.MptcpEvent.FellBack;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.Fallback;
import org.mptcpscope.core.model.Handshake.Attempt;
import org.mptcpscope.core.model.Need;
import org.mptcpscope.core.model.Origin;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.mptcp.MpTcprst;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Sighting;
import org.mptcpscope.rules.api.Verdicts;
import org.mptcpscope.rules.api.Watch;

/**
 * MPTCP options stand on a TCP connection that did not agree on MPTCP.
 *
 * <p>Without MP_CAPABLE on the SYN and on the SYN/ACK a connection is plain TCP (RFC 8684, section
 * 3.1), and its other host does not know what to do with an MPTCP option. If the SYN did ask, only
 * the listener is judged here, and only from one round trip behind the third packet on: the
 * initiator is the business of mptcp-after-refusal. A note: a RST with nothing but MP_TCPRST, where
 * a box has probably taken the option out of the SYN.
 */
public final class OptionWithoutNegotiation implements Rule {
  private static final String ID = "FB-NO-OPTION-WITHOUT-NEGOTIATION";
  private static final String ON_RST = "on RST";

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "option-without-negotiation",
              ID,
              "an MPTCP option on a connection that did not agree on MPTCP",
              Subject.OPTION)
          .hears(ConnectionOpened.class, FellBack.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case ConnectionOpened opened
          when opened.origin() == Origin.PLAIN_TCP && !opened.carrier().isSyn() ->
          plain(opened.carrier(), out);
      case FellBack fell
          when fell.fallback().by() == Side.LISTENER
              && fell.fallback().reason() == Fallback.Reason.REFUSED ->
          watch(fell.carrier(), out);
      default -> {}
    }
  }

  private static void plain(Carrier segment, Verdicts out) {
    String message = "MPTCP option on a plain TCP connection";
    Fault fault = Fault.of(segment.by());
    Evidence evidence = Evidence.at(segment, "an MPTCP option; SYN and SYN/ACK had none");
    boolean explains =
        segment.isRst() && segment.options().stream().allMatch(MpTcprst.class::isInstance);
    Verdicts.Draft draft =
        explains
            ? out.note(ID, segment.on(), message, fault, evidence)
                .diagnosis("a box may have taken the option out of the SYN")
            : out.violation(segment.on(), message, fault, evidence);
    draft.reduced(Need.SYN_CAPTURED); // the origin says that it was seen
  }

  private static void watch(Carrier third, Verdicts out) {
    Subflow on = third.on();
    long from = third.frame().time() + on.grace();
    out.watch(
        Watch.on(on, third, Side.LISTENER, SegmentFacts.ANY_OPTION | SegmentFacts.NOT_RST)
            .from(from));
    out.watch(
        Watch.on(on, ON_RST, Side.LISTENER, SegmentFacts.ANY_OPTION | SegmentFacts.RST).from(from));
  }

  @Override
  public void onWatch(Watch watch, Sighting sighting, Verdicts out) {
    Attempt attempt = Capables.attempt(sighting.on()).orElse(null);
    if (attempt == null
        || attempt.synAcks().isEmpty()
        || attempt.synAcks().stream().anyMatch(copy -> Capables.isOn(copy.options()))) {
      return;
    }
    String message = "MPTCP option of the listener, whose SYN/ACK had none";
    Fault fault = Fault.of(Side.LISTENER);
    Evidence evidence =
        Evidence.at(sighting.frame(), sighting.on(), Side.LISTENER, "an MPTCP option")
            .and(
                attempt.synAcks().getFirst().frame(),
                sighting.on(),
                Side.LISTENER,
                "SYN/ACK without MP_CAPABLE");
    if (watch.key().equals(ON_RST)) {
      out.note(ID, sighting.on(), message, fault, evidence)
          .diagnosis("a box may have taken the option out of the SYN/ACK");
    } else {
      out.violation(sighting.on(), message, fault, evidence);
    }
  }
}
