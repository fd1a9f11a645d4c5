package org.mptcpscope.core.reconstruct;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.mptcpscope.core.event.MptcpEvent.GapSeen;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.MappingTable.Range;

/**
 * Octets of one direction that the peer acknowledged and the capture lacks. They get a horizon to
 * appear in, as frames may be captured out of order; then the gap is stated (facts 5.2).
 */
final class GapWatch {
  private static final long SHORTEST_HORIZON = 5_000_000;
  private static final int MAX_PENDING = 64;
  private static final int MAX_GAPS = 256;
  private static final int MAX_EVENTS = 32;

  /**
   * A stated gap.
   *
   * @param fromTime capture time of the last segment of the sender before the acknowledgment
   * @param toTime capture time of the acknowledgment
   */
  record Gap(long from, long to, long fromTime, long toTime) {}

  private record Pending(
      long from, long to, FrameRef before, FrameRef ackedAt, int ackedOn, long due) {}

  private final DirectionState direction;
  private final List<Gap> gaps = new ArrayList<>(0);
  private List<Pending> pending = new ArrayList<>(0);
  private int stated;
  private long missing;

  GapWatch(DirectionState direction) {
    this.direction = direction;
  }

  /** The peer acknowledged [from, to) with the segment in hand. */
  void acknowledged(long from, long to, SegmentState by) {
    RangeSet sent = direction.sent;
    long at = Math.max(1, from);
    while (at < to) {
      long hole = sent.firstMissing(at);
      if (hole >= to) {
        return;
      }
      long end = sent.firstPresent(hole, to);
      suspect(hole, end, by);
      at = end;
    }
  }

  private void suspect(long from, long to, SegmentState by) {
    for (Pending known : pending) {
      if (known.from <= from && to <= known.to) {
        return;
      }
    }
    if (pending.size() == MAX_PENDING) {
      return;
    }
    FrameRef before = direction.recent.last().map(s -> s.frame()).orElse(by.ref());
    long due = by.time + Math.max(SHORTEST_HORIZON, direction.loop);
    pending.add(new Pending(from, to, before, by.ref(), by.interfaceId, due));
    Alarms.Bundle deadlines = direction.subflow.connection().deadlines;
    pass().alarms().set(deadlines, due, (_, last) -> settle(last));
  }

  /** Octets that were acknowledged before appear: no gap, but perhaps another clock. */
  void appeared(long from, long to, SegmentState s) {
    for (Pending hole : pending) {
      if (from < hole.to && hole.from < to) {
        if (hole.ackedOn == s.interfaceId) {
          pass().disorder().seen(s.time - hole.ackedAt.time());
        }
        pass().skew().precedes(hole.ackedOn, s.interfaceId, s.time - hole.ackedAt.time());
      }
    }
  }

  private PassContext pass() {
    return direction.subflow.connection().pass;
  }

  /** States what did not appear within its horizon. */
  private void settle(FrameRef now) {
    List<Pending> rest = new ArrayList<>(0);
    for (Pending hole : pending) {
      if (hole.due > pass().alarms().now()) {
        rest.add(hole);
      } else {
        state(hole, now);
      }
    }
    pending = rest;
  }

  private void state(Pending hole, FrameRef now) {
    RangeSet sent = direction.sent;
    long from = sent.firstMissing(hole.from);
    if (from >= hole.to) {
      return;
    }
    long to = sent.firstPresent(from, hole.to);
    missing += to - from;
    pass().disorder().gap();
    if (gaps.size() == MAX_GAPS) {
      Gap last = gaps.removeLast();
      gaps.add(new Gap(last.from, to, last.fromTime, hole.ackedAt.time()));
    } else {
      gaps.add(new Gap(from, to, hole.before.time(), hole.ackedAt.time()));
    }
    EventSink sink = pass().sink();
    if (sink.listening() && stated++ < MAX_EVENTS) {
      sink.emit(
          new GapSeen(
              direction.subflow, direction.side, new Range(from, to), hole.before, now, Set.of()));
    }
  }

  void shift(long delta) {
    pending.replaceAll(
        p -> new Pending(p.from + delta, p.to + delta, p.before, p.ackedAt, p.ackedOn, p.due));
  }

  /** Gaps that were stated, oldest first. */
  List<Gap> gaps() {
    return gaps;
  }

  /** Whether octets are acknowledged that were not seen so far, stated or not. */
  boolean isSuspected() {
    return !pending.isEmpty();
  }

  /** Octets in stated gaps. */
  long missing() {
    return missing;
  }
}
