package org.mptcpscope.rules.rfc8684.handshake;

import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.CapableSent;
import org.mptcpscope.core.event.MptcpEvent.HandshakeCompleted;
import org.mptcpscope.core.event.MptcpEvent.HandshakeCompleted.Outcome;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Sighting;
import org.mptcpscope.rules.api.Verdicts;
import org.mptcpscope.rules.api.Watch;

/**
 * The listener goes on with MPTCP although the third packet lacks MP_CAPABLE.
 *
 * <p>Without it the listener cannot know that its SYN/ACK arrived with the option, nor the keys:
 * the connection is plain TCP from there on (RFC 8684, section 3.1; the next paragraph weakens this
 * to a recommendation, hence a warning). In version 1 an MP_CAPABLE on the first data mends it.
 * What a listener repeats of data it sent before, as with TCP Fast Open, does not count, nor do
 * options on resets.
 */
public final class BareThirdPacketIgnored implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "bare-third-packet-ignored",
              "CAP-THIRD-WITHOUT-OPTION-MEANS-TCP",
              "the listener sent MPTCP options after a third packet without MP_CAPABLE",
              Subject.CAPABLE)
          .hears(HandshakeCompleted.class, CapableSent.class);

  private boolean mended;

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new BareThirdPacketIgnored();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case CapableSent capable when capable.by() == Side.INITIATOR && !capable.carrier().isSyn() ->
          mended = true;
      case HandshakeCompleted completed
          when completed.outcome() == Outcome.BARE
              && completed.by() == Side.INITIATOR
              && completed.on().isInitial()
              && completed.on().handshake().tfo().sent() == 0
              && !Capables.isOn(completed.carrier().options()) ->
          watch(completed.carrier(), out);
      default -> {}
    }
  }

  private static void watch(Carrier third, Verdicts out) {
    long traits = SegmentFacts.ANY_OPTION | SegmentFacts.NOT_RST;
    out.watch(Watch.on(third.on(), third, Side.LISTENER, traits));
  }

  @Override
  public void onWatch(Watch watch, Sighting sighting, Verdicts out) {
    if (mended || !(watch.key() instanceof Carrier third)) {
      return;
    }
    if ((sighting.traits() & SegmentFacts.RETRANSMISSION) != 0) {
      watch(third, out);
      return;
    }
    out.violation(
        sighting.on(),
        "MPTCP option of the listener after a third packet without MP_CAPABLE",
        Fault.of(Side.LISTENER),
        Evidence.at(sighting.frame(), sighting.on(), sighting.by(), "an MPTCP option")
            .and(third, "third packet, without MP_CAPABLE"));
  }
}
