package org.mptcpscope.rules.rfc8684.join;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.AddressAdvertised;
import org.mptcpscope.core.event.MptcpEvent.JoinRequested;
import org.mptcpscope.core.event.MptcpEvent.JoinRequested.TokenMatch;
import org.mptcpscope.core.event.MptcpEvent.OptionMalformed;
import org.mptcpscope.core.model.Addresses;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A host joined an address that only another connection had told it.
 *
 * <p>Addresses are learnt per connection: what ADD_ADDR said in one of them says nothing about the
 * others (RFC 8684, section 4). A note: the address may be known from elsewhere, and an ADD_ADDR
 * may not be in the capture or not be readable.
 */
public final class JoinToBorrowedAddress implements Rule {
  private static final int MEMORY = 4096;

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "join-to-borrowed-address",
              "PM-ADDRESS-LIST-PER-CONNECTION",
              "MP_JOIN to an address that only another connection had told",
              Subject.JOIN)
          .hears(JoinRequested.class, AddressAdvertised.class, OptionMalformed.class)
          .overCapture();

  /** Whom a connection told an address. */
  private record Told(InetAddress host, InetAddress address) {}

  private record Where(int connection, FrameRef frame) {}

  private final Map<Told, Where> told = new HashMap<>();

  private final UnreadAddresses unread = new UnreadAddresses();

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new JoinToBorrowedAddress();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case AddressAdvertised address when !address.hmac().isInvalid() && told.size() < MEMORY -> {
        InetAddress host = initialOf(address.connection(), address.by().peer());
        if (host != null) {
          told.putIfAbsent(
              new Told(host, address.address()),
              new Where(address.connection().id(), address.knownAt()));
        }
      }
      case OptionMalformed broken -> unread.heard(broken);
      case JoinRequested join
          when join.tokenMatch() == TokenMatch.PEER
              && join.copy() == 1
              && !KnownAddresses.contain(join) ->
          judge(join, out);
      default -> {}
    }
  }

  private static InetAddress initialOf(Connection connection, Side side) {
    return connection
        .host(side)
        .addresses()
        .initialAddress()
        .map(InetSocketAddress::getAddress)
        .orElse(null);
  }

  private void judge(JoinRequested join, Verdicts out) {
    InetAddress target = join.target().getAddress();
    Where where = told.get(new Told(initialOf(join.connection(), join.by()), target));
    if (where == null || where.connection() == join.connection().id()) {
      return;
    }
    if (unread.mayTell(join)) {
      out.inconclusive(SPEC.requirement(), UnreadAddresses.REASON);
      return;
    }
    out.note(
        SPEC.requirement(),
        join.on(),
        "MP_JOIN to " + Addresses.text(target) + ", which only another connection had told",
        Fault.of(join.by()),
        Evidence.at(join.carrier(), "MP_JOIN SYN")
            .and(where.frame(), null, null, "ADD_ADDR of another connection"));
  }
}
