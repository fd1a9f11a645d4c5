package org.mptcpscope.rules.rfc8684.close;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.ConnectionEnded;
import org.mptcpscope.core.event.MptcpEvent.DataFinSent;
import org.mptcpscope.core.event.MptcpEvent.FastClosed;
import org.mptcpscope.core.event.MptcpEvent.FinSent;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.DataStream;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subflow.Phase;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Sighting;
import org.mptcpscope.rules.api.Verdicts;
import org.mptcpscope.rules.api.Watch;

/**
 * A host closed its last subflow while data of it was not yet Data-ACKed.
 *
 * <p>What is outstanding can then not be sent again, so a host keeps a working subflow until all
 * its data is Data-ACKed, or until only the segment with DATA_FIN is outstanding (RFC 8684, section
 * 3.3.3). A Data ACK passes the capture before the host can know of it, so the order is certain; an
 * error if the FIN echoes the newest time stamp that was captured of the peer. A warning if the
 * host only answers the FIN of the peer, which began to close; a note if time stamps cannot tell
 * whether a Data ACK is missing in the capture, or if another subflow may have carried it.
 *
 * <p>A fast close, a fallback of either host, a join under way and a peer that never sent a Data
 * ACK are not judged.
 */
public final class LastSubflowClosedEarly implements Rule {
  private static final String ID = "DSS-NOT-ALL-SUBFLOWS-CLOSED-EARLY";
  private static final int MOST_SIGNS = 64;

  /** Frames of one interface that stand nearer may have changed places. */
  private static final long NEAR = 50_000;

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "last-subflow-closed-early",
              ID,
              "a host closed its last subflow with data outstanding",
              Subject.DATA)
          .hears(FinSent.class, FastClosed.class, DataFinSent.class, ConnectionEnded.class);

  /** A FIN with data outstanding, and the last Data ACK that had passed before it. */
  private record Suspect(FinSent fin, FrameRef acked, long outstanding, boolean answers) {}

  /** The lowest DSN of a mapping with DATA_FIN of each host. */
  private final Map<Side, Long> finFrom = new EnumMap<>(Side.class);

  private final Map<Subflow, Set<Side>> closed = new HashMap<>();
  private final List<FrameRef> signs = new ArrayList<>();
  private final Set<Suspect> suspects = new HashSet<>();
  private boolean fastClosed;

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new LastSubflowClosedEarly();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case FastClosed _ -> fastClosed = true;
      case DataFinSent fin -> {
        finFrom.merge(fin.by(), DataFins.mappedFrom(fin), (a, b) -> a - b < 0 ? a : b);
        sign(fin.knownAt());
      }
      case FinSent fin -> {
        closed(fin, out);
        closed.computeIfAbsent(fin.on(), _ -> EnumSet.noneOf(Side.class)).add(fin.by());
        sign(fin.knownAt());
      }
      case ConnectionEnded _ -> List.copyOf(suspects).forEach(suspect -> settle(suspect, out));
      default -> {}
    }
  }

  private void sign(FrameRef frame) {
    if (signs.size() < MOST_SIGNS) {
      signs.add(frame);
    }
  }

  private void closed(FinSent fin, Verdicts out) {
    Connection connection = fin.connection();
    Side side = fin.by();
    if (fastClosed
        || DataFins.fellBack(connection)
        || fin.on().establishedAt().isEmpty()
        || !connection.open(side).isEmpty()
        || connection.subflows().stream().anyMatch(LastSubflowClosedEarly::isBegun)) {
      return;
    }
    DataStream stream = connection.stream(side);
    Long from = finFrom.get(side);
    long outstanding = from == null ? stream.outstanding() : stream.outstandingBelow(from);
    if (outstanding == 0) {
      out.pass();
    } else if (stream.dataAcked().isEmpty()) {
      out.inconclusive(ID, "no Data ACK of the peer is in the capture");
    } else if (fin.carrier().echo() == Carrier.Echo.UNSEEN) {
      out.inconclusive(ID, "a segment of the peer is not in the capture");
    } else {
      boolean answers =
          closed.getOrDefault(fin.on(), EnumSet.noneOf(Side.class)).contains(side.peer());
      FrameRef acked = stream.dataAcked().orElseThrow().frame();
      Suspect suspect = new Suspect(fin, acked, outstanding, answers);
      suspects.add(suspect);
      long needed = from == null ? stream.end().orElseThrow() : from;
      out.watch(Watch.anywhere(suspect, side.peer(), SegmentFacts.DATA_ACK).dataAcking(needed));
      out.alarm(fin.knownAt().time() + DataFins.SECOND, suspect);
    }
  }

  /** A join under way may give the host another subflow. */
  private static boolean isBegun(Subflow subflow) {
    Phase phase = subflow.phase();
    return phase != Phase.CLOSED && phase != Phase.CLOSING && phase != Phase.ESTABLISHED;
  }

  @Override
  public void onWatch(Watch watch, Sighting sighting, Verdicts out) {
    if (watch.key() instanceof Suspect suspect && suspects.contains(suspect)) {
      long since = sighting.frame().time() - suspect.fin.knownAt().time();
      if (since <= Math.max(NEAR, out.connection().quality().orderHorizon())) {
        suspects.remove(suspect);
        out.inconclusive(ID, "frames stand out of order in the capture");
      }
    }
  }

  @Override
  public void onAlarm(Object key, long deadline, FrameRef last, Verdicts out) {
    if (key instanceof Suspect suspect) {
      settle(suspect, out);
    }
  }

  private void settle(Suspect suspect, Verdicts out) {
    if (!suspects.remove(suspect) || fastClosed || DataFins.fellBack(suspect.fin.connection())) {
      return;
    }
    Carrier fin = suspect.fin.carrier();
    Evidence evidence = Evidence.at(fin, "FIN of its last subflow");
    if (suspect.acked.isBefore(fin.frame())) {
      evidence = evidence.and(suspect.acked, null, fin.by().peer(), "the last Data ACK before it");
    }
    String message =
        "a host closed its last subflow with %d octets not Data-ACKed"
            .formatted(suspect.outstanding);
    Fault fault = Fault.of(fin.by());
    Verdicts.Draft draft;
    if (mayBeLost(fin)) {
      draft =
          out.note(ID, fin.on(), message, fault, evidence)
              .unsure("a lost Data ACK would leave no trace");
    } else if (suspect.answers) {
      draft = out.warning(ID, fin.on(), message, fault, evidence);
    } else {
      draft = out.violation(fin.on(), message, fault, evidence);
    }
    // A Data ACK may have come on any subflow.
    out.connection().subflows().forEach(draft::over);
    signs.forEach(draft::triggeredBy);
  }

  /** Whether the echo of a time stamp cannot tell that a Data ACK is missing in the capture. */
  private static boolean mayBeLost(Carrier fin) {
    Side peer = fin.by().peer();
    boolean others =
        fin.on().connection().subflows().stream()
            .anyMatch(
                other ->
                    other != fin.on()
                        && other.establishedAt().isPresent()
                        && other
                            .lastSegment(peer)
                            .filter(
                                last ->
                                    last.frame().time() > fin.frame().time() - 3 * DataFins.SECOND)
                            .isPresent());
    return others || fin.echo() != Carrier.Echo.SEEN || !fin.on().clockTells(peer);
  }
}
