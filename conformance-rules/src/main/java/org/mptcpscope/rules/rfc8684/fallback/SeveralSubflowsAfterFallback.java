package org.mptcpscope.rules.rfc8684.fallback;

import java.util.EnumMap;
import java.util.Map;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.InfiniteMappingSent;
import org.mptcpscope.core.event.MptcpEvent.JoinConfirmed;
import org.mptcpscope.core.event.MptcpEvent.JoinRequested;
import org.mptcpscope.core.event.SegmentFacts;
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
 * After an infinite mapping another subflow carried new data, or was opened.
 *
 * <p>From an infinite mapping on the order of the octets is that of one subflow; data that comes on
 * a second one has no place in it, so all others have to end (RFC 8684, section 3.7). Judged once
 * the segment with the infinite mapping was acknowledged, and a second or three round trips later:
 * what was queued or repeated there does not count, only new octets with data sequence numbers that
 * were never sent. A join counts by its SYN, or by its third packet if only that came so late. The
 * host that sent the infinite mapping knows of it; its peer may not yet, so a join of the peer is a
 * note unless the capture was taken there.
 */
public final class SeveralSubflowsAfterFallback implements Rule {
  private static final String ID = "FB-SINGLE-SUBFLOW";

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "several-subflows-after-fallback",
              ID,
              "another subflow was used after an infinite mapping",
              Subject.FALLBACK)
          .hears(InfiniteMappingSent.class, JoinRequested.class, JoinConfirmed.class);

  private final Map<Side, InfiniteMappingSent> infinite = new EnumMap<>(Side.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new SeveralSubflowsAfterFallback();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case InfiniteMappingSent sent when infinite.putIfAbsent(sent.by(), sent) == null ->
          watch(sent, out);
      case JoinRequested join when join.copy() == 1 -> joined(join.carrier(), "MP_JOIN SYN", out);
      case JoinConfirmed join when join.copy() == 1 ->
          joined(join.carrier(), "third packet of a join", out);
      default -> {}
    }
  }

  private static void watch(InfiniteMappingSent sent, Verdicts out) {
    long traits = SegmentFacts.NEW_DATA | SegmentFacts.NEW_PAYLOAD;
    out.watch(
        Watch.elsewhere(sent.on(), sent, sent.by(), traits)
            .from(sent.knownAt().time() + Fallbacks.SECOND));
  }

  @Override
  public void onWatch(Watch watch, Sighting seen, Verdicts out) {
    if (!(watch.key() instanceof InfiniteMappingSent sent)) {
      return;
    }
    if (!isInForce(sent, seen.on(), seen.on(), seen.frame().time())) {
      watch(sent, out);
      return;
    }
    out.violation(
        seen.on(),
        "new data on another subflow than that of the infinite mapping",
        Fault.of(seen.by()),
        Evidence.at(seen.frame(), seen.on(), seen.by(), "new data, ssn %d".formatted(seen.ssn()))
            .and(sent.carrier(), "infinite mapping"));
  }

  /**
   * Whether whoever speaks on the other subflow at that time must know of the infinite mapping.
   *
   * @param paced the subflow whose round trips count
   */
  private static boolean isInForce(
      InfiniteMappingSent sent, Subflow other, Subflow paced, long time) {
    return sent.on() != other
        && sent.on().phase() != Subflow.Phase.CLOSED
        && sent.on().sndUna(sent.by()) >= Fallbacks.end(sent.carrier())
        && time >= sent.knownAt().time() + Fallbacks.elsewhere(paced);
  }

  private void joined(Carrier segment, String word, Verdicts out) {
    InfiniteMappingSent own = infinite.get(segment.by());
    InfiniteMappingSent peers = infinite.get(segment.by().peer());
    if (own != null && isInForce(own, segment.on(), own.on(), segment.frame().time())) {
      report(segment, own, word, true, out);
    } else if (peers != null
        && isInForce(peers, segment.on(), peers.on(), segment.frame().time())) {
      report(segment, peers, word, Fallbacks.isAt(peers.on(), segment.by()), out);
    }
  }

  private static void report(
      Carrier segment, InfiniteMappingSent sent, String word, boolean knows, Verdicts out) {
    String message = "a subflow was opened after an infinite mapping";
    Fault fault = Fault.of(segment.by());
    Evidence evidence = Evidence.at(segment, word).and(sent.carrier(), "infinite mapping");
    if (knows) {
      out.violation(segment.on(), message, fault, evidence);
    } else {
      out.note(ID, segment.on(), message, fault, evidence);
    }
  }
}
