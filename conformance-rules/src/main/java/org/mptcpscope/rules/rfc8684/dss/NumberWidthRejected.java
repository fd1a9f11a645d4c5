package org.mptcpscope.rules.rfc8684.dss;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.DataAckStarted;
import org.mptcpscope.core.event.MptcpEvent.FellBack;
import org.mptcpscope.core.event.MptcpEvent.SubflowReset;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.DataStream;
import org.mptcpscope.core.model.DataStream.DataAck;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.MappingTable.Mapping;
import org.mptcpscope.core.model.MappingTable.Range;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subflow.Segment;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Sighting;
import org.mptcpscope.rules.api.Verdicts;
import org.mptcpscope.rules.api.Watch;

/**
 * A host could not cope with numbers of 4 or 8 octets.
 *
 * <p>DSNs and Data ACKs have 8 octets or 4, as their sender likes for each packet, and everybody
 * has to take both (RFC 8684, sections 3.3.1 and 3.3.2). Found: on two subflows the host resets, or
 * falls back, within a round trip and three data segments of its peer's first DSN of another width;
 * one may be chance. And: a host whose DSNs have 4 octets sends data three times again that was
 * Data-ACKed with 8 at least a round trip before. Notes: a Data ACK may be lost behind the place of
 * the capture, and only the host knows why it closes a subflow.
 */
public final class NumberWidthRejected implements Rule {
  private static final String BOTH = "DSS-BOTH-SIZES-ACCEPTED";
  private static final String ACK = "DSS-ACK-EITHER-SIZE-ACCEPTED";

  /** A coincidence is not so likely twice, or three times. */
  private static final int TWICE = 2;

  private static final int THREE_TIMES = 3;

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "number-width-rejected",
              BOTH,
              "numbers of another width were not accepted",
              Subject.MAPPING)
          .also(ACK, Subject.DATA_ACK)
          .hears(SubflowReset.class, FellBack.class, DataAckStarted.class);

  /** Changes of width that were followed by a refusal, and by whom. */
  private final Map<Side, Map<Subflow, FrameRef>> refused = new EnumMap<>(Side.class);

  /** How often a host sent again what was acknowledged with the other width. */
  private final Map<Side, Integer> ignored = new EnumMap<>(Side.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new NumberWidthRejected();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case SubflowReset reset when reset.phase() == Subflow.Phase.ESTABLISHED ->
          refused(reset.carrier(), out);
      case FellBack fallen -> refused(fallen.carrier(), out);
      case DataAckStarted first ->
          out.watch(Watch.anywhere(ACK, first.by().peer(), SegmentFacts.REINJECTION));
      default -> {}
    }
  }

  // ---- DSNs of another width -------------------------------------------------------------------

  private void refused(Carrier answer, Verdicts out) {
    Subflow on = answer.on();
    FrameRef changed = on.dsnWidthChangedAt(answer.by().peer()).orElse(null);
    if (changed == null || !isJustBehind(changed, answer)) {
      return;
    }
    Map<Subflow, FrameRef> all = refused.computeIfAbsent(answer.by(), _ -> new HashMap<>());
    Map.Entry<Subflow, FrameRef> before =
        all.entrySet().stream().filter(one -> one.getKey() != on).findFirst().orElse(null);
    if (all.putIfAbsent(on, changed) != null || all.size() > TWICE) {
      return;
    }
    if (before == null) {
      out.inconclusive(BOTH, "once may be chance");
      return;
    }
    Side peer = answer.by().peer();
    out.violation(
        BOTH,
        on,
        "two subflows were given up behind the first DSN of another width",
        Fault.of(answer.by()),
        Evidence.at(answer, "gives the subflow up")
            .and(changed, on, peer, "a DSN of another width")
            .and(before.getValue(), before.getKey(), peer, "the same on another subflow"));
  }

  /** Whether the host answers the change of width, or one of the next data segments. */
  private static boolean isJustBehind(FrameRef changed, Carrier answer) {
    List<Segment> recent = answer.on().recent(answer.by().peer());
    long data =
        recent.stream().filter(one -> one.payload() > 0 && !one.frame().isBefore(changed)).count();
    return data <= THREE_TIMES && answer.frame().time() - changed.time() <= answer.on().grace();
  }

  // ---- Data ACKs of another width --------------------------------------------------------------

  @Override
  public void onWatch(Watch watch, Sighting sighting, Verdicts out) {
    Side sender = sighting.by();
    DataStream stream = out.connection().stream(sender);
    Mapping mapping = sighting.on().mappings(sender).at(sighting.ssn()).orElse(null);
    DataAck acked = stream.dataAcked().orElse(null);
    if (mapping != null && acked != null && isIgnored(mapping, acked, sighting, stream)) {
      int times = ignored.merge(sender, 1, Integer::sum);
      if (times == THREE_TIMES) {
        out.violation(
                ACK,
                sighting.on(),
                "data was sent again that had been acknowledged with Data ACKs of 8 octets",
                Fault.of(sender),
                Evidence.at(sighting.frame(), sighting.on(), sender, "data that was acknowledged")
                    .and(
                        acked.frame(),
                        sighting.on(),
                        sender.peer(),
                        "Data ACK of 8 octets, %016x".formatted(acked.value())))
            .about(sender, new Range(mapping.dsn(), mapping.dsn() + mapping.length()));
        return;
      }
    }
    out.watch(Watch.anywhere(ACK, sender, SegmentFacts.REINJECTION));
  }

  private static boolean isIgnored(
      Mapping mapping, DataAck acked, Sighting sighting, DataStream stream) {
    long end = mapping.dsn() + (sighting.ssn() - mapping.ssn()) + sighting.payload();
    boolean narrow = stream.narrowEnd().isPresent() && stream.narrowEnd().getAsLong() - end >= 0;
    return narrow
        && acked.wide()
        && sighting.payload() > 1
        && acked.value() - end >= 0
        && sighting.frame().time() - acked.frame().time() > sighting.on().grace();
  }
}
