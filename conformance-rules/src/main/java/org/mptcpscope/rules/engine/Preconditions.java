package org.mptcpscope.rules.engine;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.Dialect;
import org.mptcpscope.core.model.Need;
import org.mptcpscope.core.model.Scope;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.catalogue.Requirement;
import org.mptcpscope.rules.engine.Weigher.Binding;

/** What silence of a rule means on one connection that is over, asked over its whole life. */
final class Preconditions {
  /** In the order of reports. */
  static final List<Need> HARD = Stream.of(Need.values()).filter(Need::isHard).toList();

  /** What happens on joined subflows only. */
  private static final Set<Subject> JOINS =
      EnumSet.of(Subject.JOIN, Subject.JOIN_ANSWER, Subject.JOIN_CONFIRMATION);

  private final Connection connection;
  private final Map<Need, Boolean> met = new EnumMap<>(Need.class);
  private final Map<Need, Boolean> metByJoins = new EnumMap<>(Need.class);

  Preconditions(Connection connection) {
    this.connection = connection;
  }

  /** Whether either host did what a requirement is about. */
  boolean seen(Subject subject) {
    return connection.seen(subject, Side.INITIATOR) + connection.seen(subject, Side.LISTENER) > 0;
  }

  /** The first hard need of the requirement that the capture does not meet, or null. */
  String lacking(Requirement requirement, Subject subject) {
    Dialect dialect = connection.dialect();
    if (Weigher.binding(requirement, dialect) == Binding.UNKNOWN) {
      return Need.SYN_CAPTURED.word();
    }
    for (Need need : HARD) {
      if (requirement.needs().contains(need)
          && (lacks(need) || (JOINS.contains(subject) && joinsLack(need)))) {
        return need.word();
      }
    }
    return null;
  }

  private boolean lacks(Need need) {
    return !met.computeIfAbsent(need, asked -> connection.quality().has(asked, whole(Set.of())));
  }

  private boolean joinsLack(Need need) {
    return !metByJoins.computeIfAbsent(
        need,
        asked -> {
          Set<Subflow> joined =
              connection.subflows().stream()
                  .filter(subflow -> !subflow.isInitial())
                  .collect(Collectors.toSet());
          return joined.isEmpty() || connection.quality().has(asked, whole(joined));
        });
  }

  private static Scope whole(Set<Subflow> subflows) {
    return new Scope(subflows, null, Long.MIN_VALUE, Long.MAX_VALUE);
  }
}
