package org.mptcpscope.rules.rfc8684.join;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.JoinRequested;
import org.mptcpscope.core.event.MptcpEvent.JoinRequested.TokenMatch;
import org.mptcpscope.core.model.Addresses;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A host joined between two addresses that have a subflow already.
 *
 * <p>Joins are meant for pairs of addresses that the connection does not use yet (RFC 8684, section
 * 3.2): a second subflow takes the same path and gains nothing, unless the network spreads flows
 * over several paths. That use is legitimate, so this is a note; another port that the owner
 * advertised is another destination, and a pair whose subflow is over is free again.
 */
public final class AddressPairJoinedTwice implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "address-pair-joined-twice",
              "JOIN-UNUSED-ADDRESS-PAIR",
              "a join between two addresses that have a subflow already",
              Subject.JOIN)
          .hears(JoinRequested.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (!(event instanceof JoinRequested join)
        || join.tokenMatch() != TokenMatch.PEER
        || join.copy() != 1) {
      return;
    }
    Optional<Subflow> other = otherBetween(join);
    if (other.isEmpty() || isAnotherPort(join, other.get())) {
      return;
    }
    Subflow older = other.get();
    String pair =
        Addresses.text(join.source().getAddress())
            + " and "
            + Addresses.text(join.target().getAddress());
    out.note(
        SPEC.requirement(),
        join.on(),
        "MP_JOIN between " + pair + ", which have a subflow already",
        Fault.of(join.by()),
        Evidence.at(join.carrier(), "MP_JOIN SYN")
            .and(
                older.establishedAt().orElse(null),
                older,
                older.opener(),
                "the other subflow is established"));
  }

  /** A live subflow of the connection between the same two addresses. */
  private static Optional<Subflow> otherBetween(JoinRequested join) {
    Connection connection = join.connection();
    Side joiner = join.by();
    return connection.open(joiner).stream()
        .filter(other -> other != join.on() && connection.open(joiner.peer()).contains(other))
        .filter(other -> isAt(other, joiner, join.source()))
        .filter(other -> isAt(other, joiner.peer(), join.target()))
        .findFirst();
  }

  private static boolean isAt(Subflow subflow, Side side, InetSocketAddress address) {
    return subflow.addressOf(side).getAddress().equals(address.getAddress());
  }

  private static boolean isAnotherPort(JoinRequested join, Subflow other) {
    Side owner = join.by().peer();
    int port = join.target().getPort();
    return port != other.addressOf(owner).getPort()
        && join.connection()
            .host(owner)
            .addresses()
            .portsOf(join.target().getAddress())
            .contains(port);
  }
}
