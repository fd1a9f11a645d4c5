package org.mptcpscope.rules.engine;

import java.util.List;
import org.mptcpscope.core.model.MappingTable.Range;
import org.mptcpscope.rules.catalogue.Fold;

/** Moves findings that are mere consequences of another one into it (facts, section 6). */
final class Folder {
  private Folder() {}

  /** Folds the findings of one connection, which are in the order of their frames. */
  static void fold(List<Weighed> findings) {
    if (findings.size() < 2) {
      return;
    }
    for (Fold row : Fold.all()) {
      for (String leading : row.leaders()) {
        for (Weighed leader : findings) {
          if (leader.leader == null && leader.names(leading)) {
            gather(row, leading, leader, findings);
          }
        }
      }
    }
  }

  private static void gather(Fold row, String leading, Weighed leader, List<Weighed> findings) {
    for (Weighed follower : findings) {
      if (follower != leader
          && follower.leader == null
          && mayFollow(row, leading, leader, follower)
          && follower.weight.fault().side() == leader.weight.fault().side()
          && isRelated(row.by(), leader.charge, follower.charge)) {
        follower.follow(leader);
      }
    }
  }

  /** What the row lists; of the leader's own kind only what another rule found by its variant. */
  private static boolean mayFollow(Fold row, String leading, Weighed leader, Weighed follower) {
    return follower.id().equals(leading)
        ? row.by() == Fold.By.SAME_VARIANT
            && follower.charge.duty.rule() != leader.charge.duty.rule()
        : row.follows(follower.id());
  }

  private static boolean isRelated(Fold.By by, Charge leader, Charge follower) {
    return switch (by) {
      case SAME_SEGMENT -> leader.frame().equals(follower.frame());
      case SAME_OCTETS -> sharesOctets(leader, follower);
      case SAME_VARIANT -> leader.variant != null && leader.variant == follower.variant;
      case SAME_SUBFLOW -> leader.on == follower.on;
      case DISPUTED_INPUT -> true;
    };
  }

  private static boolean sharesOctets(Charge leader, Charge follower) {
    if (leader.range == null || follower.range == null) {
      return leader.frame().equals(follower.frame());
    }
    return leader.sender == follower.sender && overlap(leader.range, follower.range);
  }

  private static boolean overlap(Range one, Range other) {
    return one.from() - other.to() < 0 && other.from() - one.to() < 0;
  }
}
