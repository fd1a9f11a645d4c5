package org.mptcpscope.rules.engine;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.mptcpscope.core.model.Doubt;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.MappingTable.Range;
import org.mptcpscope.core.model.Need;
import org.mptcpscope.core.model.Scope;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Variant;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Evidence.Exhibit;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Severity;
import org.mptcpscope.rules.api.Verdicts.Draft;
import org.mptcpscope.rules.engine.Docket.Duty;

/** What a rule says against a host, before it is weighed. */
final class Charge implements Draft {
  /** A deadline missed by less than this, in nanoseconds, may be jitter (facts, principle 8). */
  private static final long JITTER = 50_000_000;

  final Duty duty;
  final Subflow on;
  final String message;
  final Fault fault;
  final Evidence evidence;
  final Severity asked;
  final Set<Doubt> doubts = EnumSet.noneOf(Doubt.class);
  final Set<Need> reduced = EnumSet.noneOf(Need.class);
  final List<Duty> also = new ArrayList<>();
  final Set<FrameRef> triggers = new HashSet<>();
  final List<Subflow> alsoOn = new ArrayList<>(0);
  final List<String> unsure = new ArrayList<>(0);
  private final Docket docket;
  String diagnosis;
  Variant variant;
  Side sender;
  Range range;

  /** Two frames whose order it rests on. */
  private record Order(FrameRef first, Supplier<Optional<FrameRef>> second) {}

  private final List<Order> orders = new ArrayList<>(0);

  /** How often it was said again with nothing kept of it. */
  int unkept;

  private long since = Long.MAX_VALUE;
  private long until = Long.MIN_VALUE;

  Charge(
      Docket docket,
      Duty duty,
      Severity asked,
      Subflow on,
      String message,
      Fault fault,
      Evidence evidence,
      Set<Doubt> doubts) {
    this.docket = docket;
    this.duty = duty;
    this.asked = asked;
    this.on = on;
    this.message = message;
    this.fault = fault;
    this.evidence = evidence;
    this.doubts.addAll(doubts);
  }

  @Override
  public Draft reduced(Need need) {
    reduced.add(need);
    return this;
  }

  @Override
  public Draft diagnosis(String sentence) {
    diagnosis = sentence;
    return this;
  }

  @Override
  public Draft variant(Variant known) {
    variant = known;
    return this;
  }

  @Override
  public Draft about(Side whose, Range octets) {
    sender = whose;
    range = octets;
    return this;
  }

  @Override
  public Draft also(String id) {
    also.add(docket.duty(duty.rule(), id));
    return this;
  }

  @Override
  public Draft since(long time) {
    since = Math.min(since, time);
    return this;
  }

  @Override
  public Draft until(long time) {
    until = Math.max(until, time);
    return this;
  }

  @Override
  public Draft missedBy(long nanos, long deadlineNanos) {
    if (nanos < JITTER || nanos < deadlineNanos / 4) {
      doubts.add(Doubt.TIMING_JITTER);
    }
    return this;
  }

  @Override
  public Draft over(Subflow other) {
    alsoOn.add(other);
    return this;
  }

  @Override
  public Draft unsure(String because) {
    unsure.add(because);
    return this;
  }

  @Override
  public Draft inOrder(FrameRef first, FrameRef second) {
    return inOrder(first, () -> Optional.of(second));
  }

  @Override
  public Draft inOrder(FrameRef first, Supplier<Optional<FrameRef>> second) {
    orders.add(new Order(first, second));
    return this;
  }

  /** Least time between two frames whose order it rests on, in nanoseconds. */
  long order() {
    long least = Long.MAX_VALUE;
    for (Order order : orders) {
      FrameRef second = order.second.get().orElse(null);
      if (second != null) {
        least = Math.min(least, Math.abs(second.time() - order.first.time()));
      }
    }
    return least;
  }

  @Override
  public Draft triggeredBy(FrameRef frame) {
    triggers.add(frame);
    return this;
  }

  FrameRef frame() {
    return evidence.exhibits().getFirst().frame();
  }

  /** The subflows and the span of time that the evidence covers. */
  Scope scope() {
    Set<Subflow> subflows = new LinkedHashSet<>();
    if (on != null) {
      subflows.add(on);
    }
    subflows.addAll(alsoOn);
    long from = since;
    long to = until;
    for (Exhibit exhibit : evidence.exhibits()) {
      if (exhibit.on() != null && on != null && exhibit.on().connection() == on.connection()) {
        subflows.add(exhibit.on());
      }
      from = Math.min(from, exhibit.frame().time());
      to = Math.max(to, exhibit.frame().time());
    }
    return new Scope(subflows, fault.side(), from, to);
  }

  /** True if this frame is among what the charge rests on. */
  boolean restsOn(FrameRef frame) {
    return triggers.contains(frame)
        || evidence.exhibits().stream().anyMatch(exhibit -> exhibit.frame().equals(frame));
  }
}
