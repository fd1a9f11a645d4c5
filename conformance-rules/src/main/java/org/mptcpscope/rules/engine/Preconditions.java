package org.mptcpscope.rules.engine;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.Dialect;
import org.mptcpscope.core.model.Need;
import org.mptcpscope.core.model.Scope;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.catalogue.Requirement;
import org.mptcpscope.rules.engine.Weigher.Binding;

/** What silence of a rule means on one connection that is over, asked over its whole life. */
final class Preconditions {
  /** In the order of reports. */
  static final List<Need> HARD = Stream.of(Need.values()).filter(Need::isHard).toList();

  private static final Scope WHOLE = new Scope(Set.of(), null, Long.MIN_VALUE, Long.MAX_VALUE);

  private final Connection connection;
  private final Map<Need, Boolean> met = new EnumMap<>(Need.class);

  Preconditions(Connection connection) {
    this.connection = connection;
  }

  /** Whether either host did what a requirement is about. */
  boolean seen(Subject subject) {
    return connection.seen(subject, Side.INITIATOR) + connection.seen(subject, Side.LISTENER) > 0;
  }

  /** The first hard need of the requirement that the capture does not meet, or null. */
  String lacking(Requirement requirement) {
    Dialect dialect = connection.dialect();
    if (Weigher.binding(requirement, dialect) == Binding.UNKNOWN) {
      return Need.SYN_CAPTURED.word();
    }
    for (Need need : HARD) {
      if (requirement.needs().contains(need)
          && !met.computeIfAbsent(need, asked -> connection.quality().has(asked, WHOLE))) {
        return need.word();
      }
    }
    return null;
  }
}
