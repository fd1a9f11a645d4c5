package org.mptcpscope.rules.rfc8684.join;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.AddressAdvertised;
import org.mptcpscope.core.event.MptcpEvent.JoinRequested;
import org.mptcpscope.core.event.MptcpEvent.JoinRequested.TokenMatch;
import org.mptcpscope.core.event.MptcpEvent.OptionMalformed;
import org.mptcpscope.core.model.AddressBook;
import org.mptcpscope.core.model.Addresses;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A host joined a port that the connection gave no reason for.
 *
 * <p>A join goes to the port that the peer uses on the initial subflow (RFC 8684, section 3.9.1),
 * to the port of an ADD_ADDR, or, if that has none, to the peer's port on the subflow that carried
 * it (section 3.4.1); the peer's port on any subflow that is up is as good. A note if the address
 * came from an ADD_ADDR without a port and the port is one of another subflow. Of an address that
 * the connection never told nothing is said: whatever told it may have told the port; nor of one of
 * a host of which an ADD_ADDR could not be read.
 */
public final class JoinToOddPort implements Rule {
  private static final String PORT = "PM-JOIN-DESTINATION-PORT";
  private static final String DEFAULT = "ADD-DEFAULT-PORT";

  /** An address book keeps no more ports of one address than this. */
  private static final int MOST_PORTS = 8;

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "join-to-odd-port",
              PORT,
              "MP_JOIN to a port that the connection does not use",
              Subject.JOIN)
          .also(DEFAULT, Subject.ADD_ADDR)
          .hears(JoinRequested.class, AddressAdvertised.class, OptionMalformed.class);

  private record Told(Side owner, InetAddress address) {}

  /** Addresses that were advertised without a port. */
  private final Map<Told, AddressAdvertised> portless = new HashMap<>();

  private final UnreadAddresses unread = new UnreadAddresses();

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new JoinToOddPort();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case AddressAdvertised address when !address.option().hasPort() -> {
        unread.heard(address);
        portless.putIfAbsent(new Told(address.by(), address.address()), address);
      }
      case OptionMalformed broken -> unread.heard(broken);
      case JoinRequested join when join.tokenMatch() == TokenMatch.PEER && join.copy() == 1 ->
          judge(join, out);
      default -> {}
    }
  }

  private void judge(JoinRequested join, Verdicts out) {
    Side owner = join.by().peer();
    AddressBook book = join.connection().host(owner).addresses();
    InetSocketAddress target = join.target();
    Set<Integer> advertised = book.portsOf(target.getAddress());
    InetSocketAddress initial = book.initialAddress().orElse(null);
    if (advertised.contains(target.getPort())
        || initial == null
        || join.on().opener() != join.by()
        || !KnownAddresses.contain(join)) {
      return;
    }
    if (advertised.size() >= MOST_PORTS) {
      out.inconclusive(PORT, "too many ports were advertised");
      return;
    }
    AddressAdvertised told = portless.get(new Told(owner, target.getAddress()));
    boolean elsewhere = told == null || isUsed(join, owner);
    boolean inUse = target.getPort() == initial.getPort() || isPortUsed(join, owner);
    if (inUse && elsewhere) {
      return;
    }
    if (unread.mayTell(join)) {
      out.inconclusive(PORT, UnreadAddresses.REASON);
      return;
    }
    String message =
        "MP_JOIN to port %d of %s".formatted(target.getPort(), Addresses.text(target.getAddress()));
    Fault fault = Fault.of(join.by());
    Evidence evidence = Evidence.at(join.carrier(), "MP_JOIN SYN to port " + target.getPort());
    if (told != null) {
      evidence = evidence.and(told.carrier(), "ADD_ADDR without a port");
    }
    if (inUse) {
      String due = ", advertised without a port on a subflow to port ";
      int port = told.on().addressOf(owner).getPort();
      out.note(DEFAULT, join.on(), message + due + port, fault, evidence);
    } else {
      Verdicts.Draft draft =
          out.violation(
              PORT, join.on(), message + ", which the connection does not use", fault, evidence);
      if (!elsewhere) {
        draft.also(DEFAULT);
      }
    }
  }

  /** Whether the address is known without any ADD_ADDR. */
  private static boolean isUsed(JoinRequested join, Side owner) {
    return others(join)
        .anyMatch(o -> o.addressOf(owner).getAddress().equals(join.target().getAddress()));
  }

  private static boolean isPortUsed(JoinRequested join, Side owner) {
    return others(join).anyMatch(o -> o.addressOf(owner).getPort() == join.target().getPort());
  }

  /** The subflows that were up before. */
  private static Stream<Subflow> others(JoinRequested join) {
    return join.connection().subflows().stream()
        .filter(other -> other != join.on())
        .filter(other -> other.isInitial() || other.establishedAt().isPresent());
  }
}
