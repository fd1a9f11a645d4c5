package org.mptcpscope.rules.rfc8684.tfo;

import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.PayloadStarted;
import org.mptcpscope.core.event.MptcpEvent.PayloadStarted.MappedBy;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.Handshake.Tfo;
import org.mptcpscope.core.model.MappingTable.Range;
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
 * Data of the SYN that was not accepted was sent again without a mapping, and MPTCP went on.
 *
 * <p>What the SYN/ACK does not acknowledge is ordinary data from then on: sent again, it has a
 * mapping and the first data sequence number (RFC 8684, appendix B.3). Without one the connection
 * has fallen back to TCP, so an MPTCP option behind it contradicts it. A mapping that comes later
 * is one, too.
 */
public final class UnackedSynDataUnmapped implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "unacked-syn-data-unmapped",
              "TFO-UNACKED-DATA-MAPPED",
              "data of the SYN was sent again without a mapping",
              Subject.TFO)
          .hears(PayloadStarted.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof PayloadStarted started
        && started.by() == Side.INITIATOR
        && started.on().isInitial()
        && started.mappedBy() == MappedBy.NONE
        && started.carrier().ssn() == 1) {
      Tfo tfo = started.on().handshake().tfo();
      if (tfo.sent() > tfo.accepted()) {
        watch(started.carrier(), out);
      }
    }
  }

  private static void watch(Carrier again, Verdicts out) {
    long traits = SegmentFacts.ANY_OPTION | SegmentFacts.NOT_RST;
    out.watch(Watch.on(again.on(), again, Side.INITIATOR, traits));
  }

  @Override
  public void onWatch(Watch watch, Sighting sighting, Verdicts out) {
    if (!(watch.key() instanceof Carrier again)
        || again.on().mappings(Side.INITIATOR).at(1).isPresent()) {
      return;
    }
    out.violation(
            again.on(),
            "data of the SYN sent again without a mapping, and MPTCP goes on",
            Fault.of(Side.INITIATOR),
            Evidence.at(again, "data of the SYN, no mapping")
                .and(sighting.frame(), sighting.on(), sighting.by(), "an MPTCP option"))
        .about(Side.INITIATOR, new Range(1, 1 + again.payload()));
  }
}
