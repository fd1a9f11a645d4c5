package org.mptcpscope.rules.rfc8684.handshake;

import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.CapableSent;
import org.mptcpscope.core.event.MptcpEvent.HandshakeCompleted;
import org.mptcpscope.core.event.MptcpEvent.HandshakeCompleted.Outcome;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.Handshake.Copy;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
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
 *
 * <p>If copies of the SYN had the option and others had not, the third packet decides: a note if it
 * has the option and the listener then sends plain data, or the other way round.
 */
public final class BareThirdPacketIgnored implements Rule {
  private static final String DECIDES = "CAP-THIRD-PACKET-DECIDES";
  private static final String AGREED = "agreed";

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "bare-third-packet-ignored",
              "CAP-THIRD-WITHOUT-OPTION-MEANS-TCP",
              "the listener sent MPTCP options after a third packet without MP_CAPABLE",
              Subject.CAPABLE)
          .also(DECIDES, Subject.CAPABLE)
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
      case HandshakeCompleted completed
          when completed.outcome() == Outcome.AGREED
              && completed.on().isInitial()
              && isMixed(completed.on()) ->
          out.watch(
              Watch.on(
                  completed.on(),
                  AGREED,
                  Side.LISTENER,
                  SegmentFacts.NEW_PAYLOAD | SegmentFacts.NO_OPTION));
      default -> {}
    }
  }

  /** Copies of the SYN with and without MP_CAPABLE. */
  private static boolean isMixed(Subflow subflow) {
    return Capables.attempt(subflow)
        .filter(a -> a.syns().stream().anyMatch(copy -> Capables.isOn(copy.options())))
        .filter(a -> a.syns().stream().anyMatch(copy -> copy.options().isEmpty()))
        .isPresent();
  }

  private static void watch(Carrier third, Verdicts out) {
    long traits = SegmentFacts.ANY_OPTION | SegmentFacts.NOT_RST;
    out.watch(Watch.on(third.on(), third, Side.LISTENER, traits));
  }

  @Override
  public void onWatch(Watch watch, Sighting sighting, Verdicts out) {
    if (watch.key().equals(AGREED)) {
      plain(sighting, out);
      return;
    }
    if (mended || !(watch.key() instanceof Carrier third)) {
      return;
    }
    if ((sighting.traits() & SegmentFacts.RETRANSMISSION) != 0) {
      watch(third, out);
      return;
    }
    Verdicts.Draft draft =
        out.violation(
            sighting.on(),
            "MPTCP option of the listener after a third packet without MP_CAPABLE",
            Fault.of(Side.LISTENER),
            Evidence.at(sighting.frame(), sighting.on(), sighting.by(), "an MPTCP option")
                .and(third, "third packet, without MP_CAPABLE"));
    if (isMixed(sighting.on())) {
      draft.also(DECIDES);
    }
  }

  private static void plain(Sighting sighting, Verdicts out) {
    if (out.connection().firstDss(Side.LISTENER).isPresent()) {
      return;
    }
    Copy third = Capables.attempt(sighting.on()).map(a -> a.third()).orElseThrow();
    out.violation(
        DECIDES,
        sighting.on(),
        "plain data of the listener after a third packet with MP_CAPABLE",
        Fault.of(Side.LISTENER),
        Evidence.at(sighting.frame(), sighting.on(), sighting.by(), "data without a DSS")
            .and(third.frame(), sighting.on(), Side.INITIATOR, "third packet, with MP_CAPABLE"));
  }
}
