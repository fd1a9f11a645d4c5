package org.mptcpscope.rules.rfc8684.handshake;

import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.HandshakeCompleted;
import org.mptcpscope.core.event.MptcpEvent.HandshakeCompleted.Outcome;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.Need;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.mptcp.Dss;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Sighting;
import org.mptcpscope.rules.api.Verdicts;
import org.mptcpscope.rules.api.Watch;

/**
 * The initiator's first ACK lacks MP_CAPABLE, yet the initiator goes on with MPTCP.
 *
 * <p>The third packet completes the agreement and brings the listener both keys (RFC 8684, section
 * 3.1). An initiator that leaves the option out declines, which is its right; but then it sends no
 * MPTCP option any more, and the listener takes the connection for plain TCP. A note only: if the
 * capture was not taken at the initiator, where a lost first ACK cannot be excluded, if that first
 * segment is a DATA_FIN without payload, which some stacks send when they close at once, and if the
 * SYN carried data (RFC 8684, appendix B.3).
 */
public final class ThirdPacketWithoutCapable implements Rule {
  private static final String ID = "CAP-THIRD-ACK-HAS-OPTION";
  private static final String FAST_OPEN = "TFO-THIRD-PACKET-CAPABLE";

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "third-packet-without-capable",
              ID,
              "the third packet lacks MP_CAPABLE, yet MPTCP goes on",
              Subject.CAPABLE)
          .also(FAST_OPEN, Subject.TFO)
          .hears(HandshakeCompleted.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof HandshakeCompleted completed
        && completed.outcome() == Outcome.BARE
        && completed.on().isInitial()
        && completed.by() == Side.INITIATOR
        && isAnswered(completed.on())) {
      Carrier third = completed.carrier();
      if (Capables.isOn(third.options())) {
        return; // malformed: its length is judged, not its absence
      }
      if (third.options().isEmpty()) {
        long traits = SegmentFacts.ANY_OPTION | SegmentFacts.NOT_RST;
        out.watch(Watch.on(third.on(), third, Side.INITIATOR, traits));
      } else {
        report(third, Evidence.at(third, "third packet, without MP_CAPABLE"), out);
      }
    }
  }

  @Override
  public void onWatch(Watch watch, Sighting sighting, Verdicts out) {
    if (watch.key() instanceof Carrier third) {
      report(
          third,
          Evidence.at(third, "third packet, without any MPTCP option")
              .and(sighting.frame(), sighting.on(), sighting.by(), "an MPTCP option again"),
          out);
    }
  }

  private static boolean isAnswered(Subflow subflow) {
    return Capables.attempt(subflow)
        .filter(attempt -> attempt.synAcks().stream().anyMatch(a -> Capables.isAnswer(a, attempt)))
        .isPresent();
  }

  private static void report(Carrier third, Evidence evidence, Verdicts out) {
    String message = "third packet without MP_CAPABLE, and MPTCP goes on";
    Fault fault = Fault.of(third.by());
    boolean closes =
        third.payload() == 0 && third.option(Dss.class).filter(Dss::dataFin).isPresent();
    if (third.on().handshake().tfo().sent() > 0) {
      out.note(FAST_OPEN, third.on(), message, fault, evidence);
    } else if (closes) {
      out.note(ID, third.on(), message, fault, evidence)
          .diagnosis("the connection was closed at once: a DATA_FIN took the place");
    } else if (out.connection().quality().vantage(third.on()).isAt(Side.INITIATOR)) {
      out.violation(ID, third.on(), message, fault, evidence);
    } else {
      out.note(ID, third.on(), message, fault, evidence).reduced(Need.SENDER_SIDE_CAPTURE);
    }
  }
}
