package org.mptcpscope.rules.rfc8684.close;

import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.FinSent;
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
 * A host sent data behind its FIN on a subflow.
 *
 * <p>A FIN of TCP ends what its sender says on that subflow, MPTCP or not (RFC 8684, section
 * 3.3.3): what comes behind it reaches no application. An error if the peer had acknowledged the
 * FIN, a warning if not, since the FIN itself may then have been something else. Data in front of
 * the FIN may be sent again, and one octet at the FIN's own number is a keepalive.
 */
public final class DataAfterFin implements Rule {
  private static final String ID = "TCP-NO-DATA-AFTER-FIN";

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "data-after-fin", ID, "a host sent data behind its FIN on a subflow", Subject.DATA)
          .hears(FinSent.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof FinSent fin) {
      out.watch(Watch.on(fin.on(), fin, fin.by(), SegmentFacts.BEYOND_FIN));
    }
  }

  @Override
  public void onWatch(Watch watch, Sighting sighting, Verdicts out) {
    if (!(watch.key() instanceof FinSent fin)) {
      return;
    }
    String message = "%d octets of data behind the FIN".formatted(sighting.payload());
    Fault fault = Fault.of(fin.by());
    Evidence evidence =
        Evidence.at(
                sighting.frame(),
                sighting.on(),
                sighting.by(),
                "data at ssn %d".formatted(sighting.ssn()))
            .and(fin.carrier(), "FIN at ssn %d".formatted(fin.lastSsn()));
    if (fin.on().sndUna(fin.by()) > fin.lastSsn()) {
      out.violation(fin.on(), message, fault, evidence);
    } else {
      out.warning(ID, fin.on(), message, fault, evidence);
    }
  }
}
