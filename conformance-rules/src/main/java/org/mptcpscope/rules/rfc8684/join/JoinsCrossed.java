package org.mptcpscope.rules.rfc8684.join;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.JoinRequested;
import org.mptcpscope.core.event.MptcpEvent.JoinRequested.TokenMatch;
import org.mptcpscope.core.model.AddressBook;
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
 * Both hosts joined the same pair of addresses at once, in two connections or more.
 *
 * <p>Hosts that see the same reason for a subflow at the same time open it twice, unless they wait
 * for a random time (RFC 8684, section 3.9.2). Once is chance; in a second connection it is a note.
 * A join to a port that ADD_ADDR named was asked for and does not count.
 */
public final class JoinsCrossed implements Rule {
  private static final int MEMORY = 4096;

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "joins-crossed",
              "PM-SIMULTANEOUS-JOIN-RANDOMISED",
              "both hosts joined the same pair of addresses at once",
              Subject.JOIN)
          .hears(JoinRequested.class)
          .overCapture();

  private record Pair(int connection, InetAddress from, InetAddress to) {}

  private record Syn(Side by, int subflow, FrameRef frame) {}

  /** Joins by pair, oldest out. */
  private final Map<Pair, Syn> joins =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Pair, Syn> eldest) {
          return size() > MEMORY;
        }
      };

  private int firstConnection = -1;
  private FrameRef firstCrossing;

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new JoinsCrossed();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (!(event instanceof JoinRequested join)
        || join.tokenMatch() != TokenMatch.PEER
        || join.copy() != 1
        || isInvited(join)) {
      return;
    }
    int connection = join.connection().id();
    InetAddress from = join.source().getAddress();
    InetAddress to = join.target().getAddress();
    joins.put(new Pair(connection, from, to), new Syn(join.by(), join.on().id(), join.knownAt()));
    Syn other = joins.get(new Pair(connection, to, from));
    if (other != null
        && other.by() != join.by()
        && other.subflow() != join.on().id()
        && isWithinRoundTrip(join, other.frame())) {
      crossed(join, other, out);
    }
  }

  private static boolean isInvited(JoinRequested join) {
    AddressBook book = join.connection().host(join.by().peer()).addresses();
    int port = join.target().getPort();
    return book.portsOf(join.target().getAddress()).contains(port)
        && book.initialAddress().filter(initial -> initial.getPort() == port).isEmpty();
  }

  private static boolean isWithinRoundTrip(JoinRequested join, FrameRef other) {
    long roundTrip = join.connection().initial().map(Subflow::roundTrip).orElse(-1L);
    return join.knownAt().time() - other.time() <= roundTrip;
  }

  private void crossed(JoinRequested join, Syn other, Verdicts out) {
    int connection = join.connection().id();
    if (firstConnection < 0) {
      firstConnection = connection;
      firstCrossing = join.knownAt();
    } else if (firstConnection != connection) {
      Subflow older =
          join.connection().subflows().stream()
              .filter(subflow -> subflow.id() == other.subflow())
              .findFirst()
              .orElse(null);
      out.note(
          SPEC.requirement(),
          join.on(),
          "both hosts joined the same pair of addresses at once, again",
          Fault.of(join.by()),
          Evidence.at(join.carrier(), "MP_JOIN SYN")
              .and(other.frame(), older, other.by(), "MP_JOIN SYN the other way")
              .and(firstCrossing, null, null, "the same in another connection"));
    }
  }
}
