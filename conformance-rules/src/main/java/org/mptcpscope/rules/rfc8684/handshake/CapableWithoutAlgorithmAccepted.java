package org.mptcpscope.rules.rfc8684.handshake;

import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.CapableSent;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.Handshake.Attempt;
import org.mptcpscope.core.model.Handshake.Copy;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.mptcp.MpCapable;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Sighting;
import org.mptcpscope.rules.api.Verdicts;
import org.mptcpscope.rules.api.Watch;

/**
 * A host went on with MPTCP although the peer's MP_CAPABLE named no algorithm.
 *
 * <p>Such an option is not valid: whoever receives it must act as if it were not there (RFC 8684,
 * section 3.1). A listener that answers the SYN with MP_CAPABLE, or an initiator that sends MPTCP
 * options after such a SYN/ACK, builds a connection whose tokens and HMACs nobody agreed on. All
 * copies of the SYN, or of the SYN/ACK, must be without algorithm; options on resets do not count.
 */
public final class CapableWithoutAlgorithmAccepted implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "capable-without-algorithm-accepted",
              "CAP-NO-CRYPTO-IS-INVALID",
              "MPTCP went on after an MP_CAPABLE without algorithm",
              Subject.CAPABLE)
          .hears(CapableSent.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof CapableSent answer
        && answer.carrier().isSyn()
        && answer.carrier().isAck()
        && answer.option().isDefined()
        && !answer.reflected()) {
      Carrier segment = answer.carrier();
      Capables.attempt(segment.on())
          .filter(attempt -> Capables.allOf(attempt.syns(), o -> isEmpty(o)))
          .ifPresent(attempt -> answered(segment, attempt.syns().getFirst(), out));
      if (isEmpty(answer.option())) {
        long traits = SegmentFacts.ANY_OPTION | SegmentFacts.NOT_RST;
        out.watch(Watch.on(segment.on(), segment, Side.INITIATOR, traits));
      }
    }
  }

  @Override
  public void onWatch(Watch watch, Sighting sighting, Verdicts out) {
    Attempt attempt = Capables.attempt(sighting.on()).orElse(null);
    if (watch.key() instanceof Carrier synAck
        && attempt != null
        && Capables.allOf(attempt.synAcks(), o -> isEmpty(o))) {
      out.violation(
          sighting.on(),
          "MPTCP option after a SYN/ACK without algorithm",
          Fault.of(sighting.by()),
          Evidence.at(sighting.frame(), sighting.on(), sighting.by(), "an MPTCP option")
              .and(synAck, "MP_CAPABLE SYN/ACK without algorithm"));
    }
  }

  private static boolean isEmpty(MpCapable option) {
    return option.isDefined() && Capables.algorithms(option) == 0;
  }

  private static void answered(Carrier segment, Copy syn, Verdicts out) {
    out.violation(
        segment.on(),
        "MP_CAPABLE without algorithm was answered with MP_CAPABLE",
        Fault.of(segment.by()),
        Evidence.at(segment, "MP_CAPABLE SYN/ACK")
            .and(
                syn.frame(),
                segment.on(),
                segment.by().peer(),
                "MP_CAPABLE SYN, "
                    + syn.option(MpCapable.class).map(Capables::flags).orElseThrow()));
  }
}
