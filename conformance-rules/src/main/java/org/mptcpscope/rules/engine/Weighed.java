package org.mptcpscope.rules.engine;

import java.util.ArrayList;
import java.util.List;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.rules.api.Severity;
import org.mptcpscope.rules.engine.Docket.Duty;
import org.mptcpscope.rules.engine.Weigher.Weight;

/** A charge that stands, and what was folded into it. */
final class Weighed {
  final Charge charge;
  final Weight.Stands weight;

  /** The requirements it is reported under; the first is the one judged. */
  final List<Duty> duties;

  /** Consequences, in the order of their frames. */
  final List<Weighed> followers = new ArrayList<>();

  /** What this is a consequence of, or null. */
  Weighed leader;

  Weighed(Charge charge, Weight.Stands weight, List<Duty> duties) {
    this.charge = charge;
    this.weight = weight;
    this.duties = List.copyOf(duties);
  }

  String id() {
    return duties.getFirst().id();
  }

  Severity severity() {
    return weight.severity();
  }

  FrameRef frame() {
    return charge.frame();
  }

  boolean names(String id) {
    return duties.stream().anyMatch(duty -> duty.id().equals(id));
  }

  void follow(Weighed cause) {
    leader = cause;
    cause.followers.add(this);
    cause.followers.addAll(followers);
    followers.clear();
  }
}
