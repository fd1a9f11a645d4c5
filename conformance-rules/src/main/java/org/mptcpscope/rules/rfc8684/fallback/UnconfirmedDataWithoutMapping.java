package org.mptcpscope.rules.rfc8684.fallback;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.AddressAdvertised;
import org.mptcpscope.core.event.MptcpEvent.JoinRequested;
import org.mptcpscope.core.event.MptcpEvent.PayloadBare;
import org.mptcpscope.core.event.MptcpEvent.PayloadStarted;
import org.mptcpscope.core.event.MptcpEvent.PriorityChanged;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Handshake.Tfo;
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
 * Data came without a mapping before MPTCP was confirmed, and its sender went on with MPTCP.
 *
 * <p>Until one of its segments was answered with a Data ACK a host cannot know whether MPTCP
 * options pass, so each segment with data carries a mapping: a DSS, or MP_CAPABLE with data (RFC
 * 8684, section 3.7). A host that sends no MPTCP option any more has fallen back and is none of
 * this rule's business; so the finding waits for a new mapping, an MP_JOIN, an ADD_ADDR or an
 * MP_PRIO of the host.
 *
 * <p>An error with the capture at the host. Elsewhere a warning, or a note if a mapping seen before
 * covers the octets, since a box may have split a segment. A note, too, where a Data ACK may have
 * come that the capture lacks and time stamps cannot tell, and on joined subflows.
 */
public final class UnconfirmedDataWithoutMapping implements Rule {
  private static final String ID = "FB-DSS-ON-EVERY-SEGMENT-UNTIL-CONFIRMED";

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "unconfirmed-data-without-mapping",
              ID,
              "data without a mapping before MPTCP was confirmed",
              Subject.DATA)
          .hears(
              PayloadBare.class,
              PayloadStarted.class,
              JoinRequested.class,
              AddressAdvertised.class,
              PriorityChanged.class);

  private record Direction(Side by, Subflow on) {}

  private final Map<Side, PayloadBare> bare = new EnumMap<>(Side.class);
  private final Set<Side> told = EnumSet.noneOf(Side.class);
  private final Map<Direction, FrameRef> began = new HashMap<>();

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new UnconfirmedDataWithoutMapping();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case PayloadStarted started ->
          began.put(new Direction(started.by(), started.on()), started.knownAt());
      case PayloadBare data when isJudged(data) && bare.putIfAbsent(data.by(), data) == null ->
          out.watch(Watch.anywhere(data, data.by(), SegmentFacts.NEW_MAPPING));
      case JoinRequested join -> goesOn(join.carrier(), "MP_JOIN", out);
      case AddressAdvertised add -> goesOn(add.carrier(), "ADD_ADDR", out);
      case PriorityChanged prio -> goesOn(prio.carrier(), "MP_PRIO", out);
      default -> {}
    }
  }

  /**
   * Not where the initiator's key never passed, so that both hosts had to be plain TCP; nor data of
   * the SYN that was not accepted and is sent again, see unacked-syn-data-unmapped.
   */
  private static boolean isJudged(PayloadBare data) {
    Tfo tfo = data.on().handshake().tfo();
    boolean ofTheSyn =
        data.by() == data.on().opener() && data.ssns().from() <= tfo.sent() - tfo.accepted();
    return !ofTheSyn && data.connection().host(Side.INITIATOR).keyKnownAt().isPresent();
  }

  private void goesOn(Carrier segment, String word, Verdicts out) {
    PayloadBare data = bare.get(segment.by());
    if (data != null && !segment.retransmission()) {
      report(data, segment.frame(), segment.on(), word, out);
    }
  }

  @Override
  public void onWatch(Watch watch, Sighting seen, Verdicts out) {
    if (watch.key() instanceof PayloadBare data) {
      report(data, seen.frame(), seen.on(), "a mapping", out);
    }
  }

  private void report(PayloadBare data, FrameRef later, Subflow on, String word, Verdicts out) {
    if (!told.add(data.by())) {
      return;
    }
    Carrier segment = data.carrier();
    if (later.number() < segment.frame().number()) {
      out.inconclusive(ID, "the order of the frames is not certain");
      return;
    }
    Evidence evidence =
        Evidence.at(segment, data.covered() ? "data, mapped before" : "data without a mapping")
            .and(later, on, data.by(), word + " later");
    String message = "data without a mapping before any Data ACK";
    Fault fault = Fault.of(data.by());
    boolean at = Fallbacks.isAt(data.on(), data.by());
    Verdicts.Draft draft;
    if (!data.on().isInitial() || mayHaveHeard(segment) || data.covered() && !at) {
      draft = out.note(ID, data.on(), message, fault, evidence);
    } else if (at) {
      draft = out.violation(data.on(), message, fault, evidence);
    } else {
      draft = out.warning(ID, data.on(), message, fault, evidence);
    }
    draft
        .about(data.by(), data.ssns())
        .inOrder(segment.frame(), () -> data.on().confirmed(data.by()));
  }

  /**
   * Whether a Data ACK can have come that the capture lacks: a round trip had passed since the
   * first data, and the time stamps cannot tell.
   */
  private boolean mayHaveHeard(Carrier segment) {
    Subflow subflow = segment.on();
    boolean known = segment.echo() == Carrier.Echo.SEEN && subflow.clockTells(segment.by().peer());
    FrameRef since = began.get(new Direction(segment.by(), subflow));
    return !known
        && (since == null || segment.frame().time() - since.time() >= subflow.roundTrip() * 3 / 4);
  }
}
