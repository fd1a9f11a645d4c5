package org.mptcpscope.rules.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mptcpscope.core.model.Addresses;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.rules.api.Evidence.Exhibit;
import org.mptcpscope.rules.api.Finding;
import org.mptcpscope.rules.api.Finding.Folded;
import org.mptcpscope.rules.api.Finding.Shown;
import org.mptcpscope.rules.api.Severity;
import org.mptcpscope.rules.catalogue.Requirement;
import org.mptcpscope.rules.engine.Docket.Duty;

/** Makes findings of what stands: repetitions become one, and the model is let go. */
final class Findings {
  /** Frames of repetitions, or of one folded requirement, that are named. */
  private static final int MOST_FRAMES = 16;

  private Findings() {}

  private record Likeness(
      int rule, String id, Side side, Subflow on, String message, Severity severity) {}

  /** The findings of one connection, from what stands in the order of its frames. */
  static List<Finding> of(List<Weighed> standing, Docket docket, Connection connection) {
    Map<Likeness, List<Weighed>> alike = new LinkedHashMap<>();
    for (Weighed weighed : standing) {
      if (weighed.leader == null) {
        alike.computeIfAbsent(likeness(weighed), _ -> new ArrayList<>()).add(weighed);
      }
    }
    return alike.values().stream().map(same -> finding(same, docket, connection)).toList();
  }

  private static Likeness likeness(Weighed weighed) {
    Charge charge = weighed.charge;
    return new Likeness(
        charge.duty.rule(),
        weighed.id(),
        charge.fault.side(),
        charge.on,
        charge.message,
        weighed.severity());
  }

  private static Finding finding(List<Weighed> same, Docket docket, Connection connection) {
    Weighed first = same.getFirst();
    Charge charge = first.charge;
    Requirement requirement = first.duties.getFirst().requirement();
    int version = connection.dialect().version();
    return new Finding(
        docket.rules().get(charge.duty.rule()).spec().name(),
        requirement.id(),
        first.duties.stream().map(Duty::id).distinct().toList(),
        requirement.specFor(version),
        requirement.sectionFor(version),
        first.severity(),
        connection.id(),
        charge.on == null ? -1 : charge.on.id(),
        first.weight.fault(),
        address(charge),
        first.weight.confidence(),
        first.weight.weakenedBy(),
        charge.message,
        charge.diagnosis,
        evidence(same),
        same.stream().mapToInt(one -> 1 + one.charge.unkept).sum(),
        folded(same));
  }

  private static String address(Charge charge) {
    Side side = charge.fault.side();
    return side == null || charge.on == null ? null : Addresses.text(charge.on.addressOf(side));
  }

  private static List<Shown> evidence(List<Weighed> same) {
    List<Shown> all = new ArrayList<>();
    for (Exhibit exhibit : same.getFirst().charge.evidence.exhibits()) {
      all.add(shown(exhibit));
    }
    int named = 0;
    for (Weighed again : same.subList(1, same.size())) {
      if (named < MOST_FRAMES && all.stream().noneMatch(s -> s.frame().equals(again.frame()))) {
        named++;
        all.add(repetition(again.charge.evidence.exhibits().getFirst()));
      }
    }
    return all;
  }

  private static Shown shown(Exhibit exhibit) {
    return new Shown(
        exhibit.frame(),
        exhibit.on() == null ? -1 : exhibit.on().connection().id(),
        exhibit.on() == null ? -1 : exhibit.on().id(),
        exhibit.by(),
        exhibit.shows(),
        exhibit.octets(),
        exhibit.carets(),
        false);
  }

  private static Shown repetition(Exhibit exhibit) {
    return new Shown(
        exhibit.frame(),
        exhibit.on() == null ? -1 : exhibit.on().connection().id(),
        exhibit.on() == null ? -1 : exhibit.on().id(),
        exhibit.by(),
        "the same again",
        Octets.EMPTY,
        List.of(),
        true);
  }

  private static List<Folded> folded(List<Weighed> same) {
    Map<String, List<Weighed>> followers = new LinkedHashMap<>();
    for (Weighed weighed : same) {
      for (Weighed follower : weighed.followers) {
        followers.computeIfAbsent(follower.id(), _ -> new ArrayList<>()).add(follower);
      }
    }
    return followers.entrySet().stream()
        .map(entry -> folded(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static Folded folded(String id, List<Weighed> all) {
    List<Integer> frames =
        all.stream()
            .map(Weighed::frame)
            .map(FrameRef::number)
            .distinct()
            .limit(MOST_FRAMES)
            .toList();
    return new Folded(id, all.stream().mapToInt(one -> 1 + one.charge.unkept).sum(), frames);
  }
}
