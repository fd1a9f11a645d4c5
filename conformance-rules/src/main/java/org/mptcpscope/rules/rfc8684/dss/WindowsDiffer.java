package org.mptcpscope.rules.rfc8684.dss;

import java.util.HashMap;
import java.util.Map;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.SubflowEstablished;
import org.mptcpscope.core.event.SegmentFacts;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A host told another window on each subflow.
 *
 * <p>A connection has one receive window; it is told on every subflow and counted from the Data ACK
 * (RFC 8684 and RFC 6824, section 3.3.4). Found: more than ten times in a row two subflows have the
 * same Data ACK within a fifth of a second, and windows of which one is more than four times the
 * other. Each segment is compared once. A note: hosts clamp the windows of subflows, and boxes do,
 * too. Only the first two thousand Data ACKs of a connection are looked at.
 */
public final class WindowsDiffer implements Rule {
  private static final int TIMES = 10;
  private static final int FACTOR = 4;
  private static final int MOST_SEGMENTS = 2000;

  /** Windows below a few segments differ by rounding alone. */
  private static final long LEAST_DIFFERENCE = 8192;

  private static final long TOGETHER = 200_000_000;

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "windows-differ",
              "DSS-WINDOW-SHARED",
              "subflows have different windows at the same Data ACK",
              Subject.DATA_ACK)
          .hears(SubflowEstablished.class);

  /** What a host told last on a subflow. */
  private static final class Told {
    long dataAck;
    long window = -1;
    FrameRef frame;
    boolean compared;
  }

  /** Whose words on which subflow. */
  private record Direction(Subflow on, Side by) {}

  private final Map<Direction, Told> told = new HashMap<>();
  private final int[] times = new int[2];
  private int segments;

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new WindowsDiffer();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof SubflowEstablished joined
        && !joined.on().isInitial()
        && segments < MOST_SEGMENTS) {
      out.segments(SegmentFacts.DATA_ACK);
    }
  }

  @Override
  public void onSegment(SegmentFacts facts, Verdicts out) {
    if (facts.window() < 0 || facts.has(SegmentFacts.RST | SegmentFacts.FIN | SegmentFacts.SYN)) {
      return;
    }
    if (++segments == MOST_SEGMENTS) {
      out.segments(0);
    }
    Subflow on = facts.subflow();
    Told now = told.computeIfAbsent(new Direction(on, facts.by()), _ -> new Told());
    now.dataAck = facts.dataAck();
    now.window = facts.window();
    now.frame = new FrameRef(facts.frame(), facts.time());
    now.compared = false;
    for (Subflow other : on.connection().subflows()) {
      Told before = other == on ? null : told.get(new Direction(other, facts.by()));
      if (before != null
          && !before.compared
          && before.dataAck == now.dataAck
          && facts.time() - before.frame.time() <= TOGETHER) {
        compare(facts.by(), on, now, other, before, out);
        return;
      }
    }
  }

  private void compare(Side by, Subflow on, Told now, Subflow other, Told before, Verdicts out) {
    now.compared = true;
    before.compared = true;
    long small = Math.min(now.window, before.window);
    long large = Math.max(now.window, before.window);
    if (large <= FACTOR * small || large - small < LEAST_DIFFERENCE) {
      times[by.ordinal()] = 0;
      return;
    }
    if (++times[by.ordinal()] == TIMES + 1) {
      out.violation(
          on,
          "subflows have windows of %d and %d octets at the same Data ACK".formatted(small, large),
          Fault.of(by),
          Evidence.at(now.frame, on, by, "window of %d octets".formatted(now.window))
              .and(before.frame, other, by, "window of %d octets".formatted(before.window)));
    }
  }
}
