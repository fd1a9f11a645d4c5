package org.mptcpscope.rules.rfc8684.dss;

import java.util.HashMap;
import java.util.Map;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.SubflowEstablished;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.MappingTable.Mapping;
import org.mptcpscope.core.model.MappingTable.Range;
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
 * Data that came on another subflow was never sent again on its own, which has a hole since.
 *
 * <p>Data may be sent on a second subflow, but the first one still needs it, or its sequence space
 * keeps a hole that boxes on the way may not like (RFC 8684, section 3.3.6). Found: the peer's TCP
 * acknowledgments stand still in front of octets that another subflow carried and that are
 * Data-ACKed, for three retransmission time-outs or more, while both hosts go on to use the subflow
 * and the sender repeats nothing on it. A subflow that is closed, reset or no longer used is not
 * judged.
 */
public final class HoleNeverFilled implements Rule {
  private static final String ID = "DSS-ORIGINAL-SUBFLOW-RETRANSMITTED";

  /** How often a hole is looked at before it is left alone. */
  private static final int MOST_LOOKS = 5;

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "hole-never-filled",
              ID,
              "data that came on another subflow was never sent again on its own",
              Subject.DATA)
          .hears(SubflowEstablished.class);

  private record Place(Subflow on, Side sender) {}

  /** A hole: where acknowledgments stood when its data came on another subflow. */
  private static final class Hole {
    final Place place;
    final long ssn;
    final Mapping mapping;
    final long highest;
    final FrameRef elsewhere;
    final Subflow other;
    int looks;

    Hole(Place place, long ssn, Mapping mapping, SegmentFacts again) {
      this.place = place;
      this.ssn = ssn;
      this.mapping = mapping;
      highest = place.on.highest(place.sender);
      elsewhere = new FrameRef(again.frame(), again.time());
      other = again.subflow();
    }

    long dsn() {
      return mapping.dsn() + ssn - mapping.ssn();
    }
  }

  private final Map<Place, Hole> holes = new HashMap<>();

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new HoleNeverFilled();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof SubflowEstablished joined && !joined.on().isInitial()) {
      out.segments(SegmentFacts.REINJECTION);
    }
  }

  @Override
  public void onSegment(SegmentFacts facts, Verdicts out) {
    if (!facts.mapped()) {
      return;
    }
    Side sender = facts.by();
    for (Subflow on : out.connection().open(sender)) {
      Place place = new Place(on, sender);
      long una = on.sndUna(sender);
      if (on == facts.subflow() || holes.containsKey(place) || una >= on.highest(sender)) {
        continue;
      }
      on.mappings(sender)
          .at(una)
          .map(mapping -> new Hole(place, una, mapping, facts))
          .filter(hole -> covers(facts, hole.dsn()))
          .ifPresent(
              hole -> {
                holes.put(place, hole);
                out.watch(Watch.on(on, hole, sender, SegmentFacts.RETRANSMISSION));
                out.alarm(facts.time() + 3 * on.rto(sender), hole);
              });
    }
  }

  private static boolean covers(SegmentFacts facts, long dsn) {
    return dsn - facts.dsn() >= 0 && dsn - facts.dsn() < facts.payload();
  }

  @Override
  public void onWatch(Watch watch, Sighting sighting, Verdicts out) {
    if (watch.key() instanceof Hole hole && holes.remove(hole.place, hole)) {
      out.pass();
    }
  }

  @Override
  public void onAlarm(Object key, long deadline, FrameRef last, Verdicts out) {
    if (!(key instanceof Hole hole) || holes.get(hole.place) != hole) {
      return;
    }
    Connection connection = out.connection();
    Side sender = hole.place.sender;
    Subflow on = hole.place.on;
    boolean open =
        connection.open(sender).contains(on) && connection.open(sender.peer()).contains(on);
    if (!open || on.sndUna(sender) != hole.ssn || connection.fallback(sender).isPresent()) {
      holes.remove(hole.place);
    } else if (isUsed(hole) && isDataAcked(connection, hole)) {
      holes.remove(hole.place);
      report(hole, deadline, out);
    } else if (++hole.looks < MOST_LOOKS) {
      out.alarm(deadline + 3 * on.rto(sender), hole);
    } else {
      holes.remove(hole.place);
    }
  }

  /** New data went out behind the hole, and the peer answered on the subflow. */
  private static boolean isUsed(Hole hole) {
    Subflow on = hole.place.on;
    Side sender = hole.place.sender;
    return on.highest(sender) > hole.highest
        && on.lastSegment(sender.peer())
            .filter(answer -> answer.frame().time() > hole.elsewhere.time() + on.rto(sender))
            .isPresent();
  }

  private static boolean isDataAcked(Connection connection, Hole hole) {
    return connection.stream(hole.place.sender)
        .dataAcked()
        .filter(acked -> acked.value() - hole.dsn() > 0)
        .isPresent();
  }

  private static void report(Hole hole, long deadline, Verdicts out) {
    Subflow on = hole.place.on;
    Side sender = hole.place.sender;
    Evidence evidence =
        Evidence.at(hole.mapping.mappedAt(), on, sender, "data of ssn %d".formatted(hole.ssn))
            .and(hole.elsewhere, hole.other, sender, "the same data on another subflow");
    FrameRef answer = on.lastSegment(sender.peer()).map(Subflow.Segment::frame).orElse(null);
    out.violation(
            on,
            "ssn %d was never sent again, though new data was".formatted(hole.ssn),
            Fault.of(sender),
            evidence.and(
                answer, on, sender.peer(), "still acknowledges up to %d".formatted(hole.ssn)))
        .about(sender, new Range(hole.dsn(), hole.dsn() + 1))
        .until(deadline);
  }
}
