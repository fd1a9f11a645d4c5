package org.mptcpscope.rules.rfc8684.fallback;

import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.InfiniteMappingSent;
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
 * Data ACKs went on although the peer had sent an infinite mapping.
 *
 * <p>Behind an infinite mapping a Data ACK may no longer match what the subflow acknowledges, so
 * its sender clears its buffer by subflow acknowledgments only, and the receiver should stop
 * sending Data ACKs (RFC 8684, section 3.7). Judged one round trip after the infinite mapping, in
 * segments that acknowledge it in TCP. A retransmission keeps the options it had, and the infinite
 * mapping of the other direction may have a Data ACK beside it; neither counts. A box may have
 * taken the mapping out behind the capture, so only a capture at the receiver makes it a warning.
 */
public final class DataackAfterInfiniteMapping implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "dataack-after-infinite-mapping",
              "FB-NO-DATAACK-AFTER-INFINITE",
              "Data ACKs went on after an infinite mapping",
              Subject.FALLBACK)
          .hears(InfiniteMappingSent.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof InfiniteMappingSent sent
        && sent.copy() == 1
        && sent.carrier().payload() > 0) {
      watch(sent, out);
    }
  }

  private static void watch(InfiniteMappingSent sent, Verdicts out) {
    out.watch(
        Watch.on(sent.on(), sent, sent.by().peer(), SegmentFacts.DATA_ACK)
            .acknowledging(Fallbacks.end(sent.carrier()))
            .from(sent.knownAt().time() + late(sent)));
  }

  @Override
  public void onWatch(Watch watch, Sighting seen, Verdicts out) {
    if (!(watch.key() instanceof InfiniteMappingSent sent)) {
      return;
    }
    long old = SegmentFacts.RETRANSMISSION | SegmentFacts.INFINITE | SegmentFacts.RST;
    if ((seen.traits() & old) != 0) {
      watch(sent, out);
      return;
    }
    out.violation(
        seen.on(),
        "a Data ACK after the infinite mapping of the peer had arrived",
        Fault.of(seen.by()),
        Evidence.at(seen.frame(), seen.on(), seen.by(), "TCP ack of the mapping, Data ACK")
            .and(sent.carrier(), "infinite mapping"));
  }

  /** A round trip, and so much more that no jitter explains it. */
  private static long late(InfiniteMappingSent sent) {
    long grace = sent.on().grace();
    return grace + Math.max(grace / 4, Fallbacks.JITTER);
  }
}
