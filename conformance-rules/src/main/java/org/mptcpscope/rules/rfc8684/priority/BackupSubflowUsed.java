package org.mptcpscope.rules.rfc8684.priority;

import java.util.HashMap;
import java.util.Map;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.ConnectionEnded;
import org.mptcpscope.core.event.MptcpEvent.JoinAnswered;
import org.mptcpscope.core.event.MptcpEvent.JoinRequested;
import org.mptcpscope.core.event.MptcpEvent.PriorityChanged;
import org.mptcpscope.core.event.MptcpEvent.SubflowEnded;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Need;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subflow.Backup;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A host sent new data on a subflow that its peer had marked as backup, while another one worked.
 *
 * <p>Flag B is the wish of a receiver: it binds the other host's sending only. It comes with
 * MP_JOIN (of the SYN or the SYN/ACK) or with MP_PRIO, and counts from one round trip after it
 * passed, at least 200 ms. New data is data that no other subflow carried before; reinjections and
 * retransmissions are free. Another subflow works if it is established, not closing, acknowledged
 * lately, and has room in its window. More than ten segments or 20 kB are a warning where the wish
 * comes from the handshake, or the capture was taken at the sender; else a note, for an MP_PRIO may
 * be lost. If the sender itself marked the other subflow as backup it is a note: Linux honours its
 * own mark too.
 */
public final class BackupSubflowUsed implements Rule {
  private static final int MANY_SEGMENTS = 10;
  private static final long MANY_OCTETS = 20_000;
  private static final long LEAST_DELAY = 200_000_000L;

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "backup-subflow-used",
              "PRIO-BACKUP-HONOURED",
              "new data on a backup subflow while another one worked",
              Subject.SPOKEN)
          .hears(
              PriorityChanged.class,
              JoinRequested.class,
              JoinAnswered.class,
              SubflowEnded.class,
              ConnectionEnded.class);

  /** What one sender did on one backup subflow. */
  private static final class Use {
    final Backup wish;
    int segments;
    long octets;
    FrameRef first;

    /** When the last of it came. */
    long last;

    Subflow alternative;
    FrameRef alternativeAckedAt;
    boolean ownMark;

    Use(Backup wish) {
      this.wish = wish;
    }
  }

  /** Whose use of which subflow. */
  private record Direction(Subflow on, Side by) {}

  private final Map<Direction, Use> uses = new HashMap<>();

  /** A host was seen to keep to the other subflows. */
  private boolean spoken;

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new BackupSubflowUsed();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case JoinRequested join when join.option().backup() -> out.segments(SegmentFacts.NEW_DATA);
      case JoinAnswered join when join.optional().filter(o -> o.backup()).isPresent() ->
          out.segments(SegmentFacts.NEW_DATA);
      case PriorityChanged change -> {
        // What happened under the old wish is judged before the new one counts.
        change.affected().forEach(subflow -> judge(subflow, change.by().peer(), out));
        if (change.option().backup()) {
          out.segments(SegmentFacts.NEW_DATA);
        }
      }
      case SubflowEnded end -> {
        judge(end.subflow(), Side.INITIATOR, out);
        judge(end.subflow(), Side.LISTENER, out);
      }
      case ConnectionEnded _ -> {
        for (Direction direction : uses.keySet().toArray(Direction[]::new)) {
          judge(direction.on(), direction.by(), out);
        }
      }
      default -> {}
    }
  }

  @Override
  public void onSegment(SegmentFacts facts, Verdicts out) {
    if (facts.has(SegmentFacts.REINJECTION) || facts.has(SegmentFacts.RETRANSMISSION)) {
      return;
    }
    Subflow on = facts.subflow();
    Side by = facts.by();
    Backup wish = on.backup(by.peer());
    if (!wish.wanted() || !inForce(wish, on, facts.time())) {
      if (!spoken && !wish.wanted() && sparesAnother(on, by, facts.time())) {
        spoken = true;
        out.pass();
      }
      return;
    }
    Subflow better = alternative(on, by);
    if (better == null) {
      return;
    }
    Use use = uses.computeIfAbsent(new Direction(on, by), _ -> new Use(wish));
    if (use.first == null) {
      use.first = new FrameRef(facts.frame(), facts.time());
      use.alternative = better;
      use.alternativeAckedAt = better.ackedAt(by).orElse(null);
    }
    use.ownMark |= better.backup(by).wanted();
    use.last = facts.time();
    use.segments++;
    use.octets += facts.payload();
  }

  /** New data while another subflow, which the peer wants to be a backup, could carry it. */
  private static boolean sparesAnother(Subflow on, Side by, long now) {
    for (Subflow other : on.connection().subflows()) {
      Backup wish = other.backup(by.peer());
      if (other != on && wish.wanted() && inForce(wish, other, now) && other.usable(by)) {
        return true;
      }
    }
    return false;
  }

  private static boolean inForce(Backup wish, Subflow on, long now) {
    return wish.source() != Backup.Source.PRIO || now - wish.since().time() > delay(on);
  }

  /** How long MP_PRIO may take to have an effect. */
  private static long delay(Subflow on) {
    return Math.max(LEAST_DELAY, on.grace());
  }

  private static Subflow alternative(Subflow on, Side by) {
    for (Subflow other : on.connection().subflows()) {
      if (other != on && !other.backup(by.peer()).wanted() && other.usable(by)) {
        return other;
      }
    }
    return null;
  }

  private void judge(Subflow on, Side by, Verdicts out) {
    Use use = uses.remove(new Direction(on, by));
    if (use == null) {
      return;
    }
    if (use.segments <= MANY_SEGMENTS && use.octets <= MANY_OCTETS) {
      out.pass();
      return;
    }
    Evidence evidence =
        Evidence.at(
                use.first,
                on,
                by,
                "first of " + use.segments + " segments with new data, " + use.octets + " octets")
            .and(use.wish.since(), on, by.peer(), wish(use.wish))
            .and(
                use.alternativeAckedAt,
                use.alternative,
                by.peer(),
                "subflow " + use.alternative.id() + " acknowledged");
    boolean proven =
        use.wish.source() == Backup.Source.JOIN || on.connection().quality().vantage(on).isAt(by);
    Verdicts.Draft draft =
        proven && !use.ownMark
            ? out.violation(on, SPEC.message(), Fault.of(by), evidence)
            : out.note(SPEC.requirement(), on, SPEC.message(), Fault.of(by), evidence)
                .reduced(Need.SENDER_SIDE_CAPTURE);
    if (use.wish.source() == Backup.Source.PRIO) {
      long missed = use.last - use.wish.since().time() - delay(on);
      draft.missedBy(missed, delay(on));
    }
  }

  private static String wish(Backup wish) {
    return wish.source() == Backup.Source.PRIO ? "MP_PRIO, B=1" : "MP_JOIN, B=1";
  }
}
