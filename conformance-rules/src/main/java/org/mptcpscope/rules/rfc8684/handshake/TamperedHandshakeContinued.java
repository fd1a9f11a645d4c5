package org.mptcpscope.rules.rfc8684.handshake;

import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.HandshakeCompleted;
import org.mptcpscope.core.event.MptcpEvent.HandshakeCompleted.Outcome;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Sighting;
import org.mptcpscope.rules.api.Verdicts;
import org.mptcpscope.rules.api.Watch;

/**
 * The listener goes on with MPTCP although the third packet echoes a key that it never sent.
 *
 * <p>A host that sees signs of tampering in the handshake stops speaking MPTCP on that connection
 * (RFC 8684, section 3.1): whoever changed the key can change more. A note: what reached the
 * listener may differ from what passed the capture.
 */
public final class TamperedHandshakeContinued implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "tampered-handshake-continued",
              "CAP-COMPROMISED-STOP-MPTCP",
              "MPTCP went on after a handshake that was tampered with",
              Subject.CAPABLE)
          .hears(HandshakeCompleted.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof HandshakeCompleted completed
        && completed.outcome() == Outcome.TAMPERED
        && completed.on().isInitial()) {
      Carrier third = completed.carrier();
      long traits = SegmentFacts.ANY_OPTION | SegmentFacts.NOT_RST;
      out.watch(Watch.on(third.on(), third, third.by().peer(), traits));
    }
  }

  @Override
  public void onWatch(Watch watch, Sighting sighting, Verdicts out) {
    if (watch.key() instanceof Carrier third) {
      out.violation(
          sighting.on(),
          "MPTCP option of the listener after a wrong echo of its key",
          Fault.of(sighting.by()),
          Evidence.at(sighting.frame(), sighting.on(), sighting.by(), "an MPTCP option")
              .and(third, "third packet, with a key that the listener did not send"));
    }
  }
}
