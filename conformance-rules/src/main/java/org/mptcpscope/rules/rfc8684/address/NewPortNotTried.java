package org.mptcpscope.rules.rfc8684.address;

import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.AddressAdvertised;
import org.mptcpscope.core.event.MptcpEvent.AddressAdvertised.Novelty;
import org.mptcpscope.core.event.MptcpEvent.DataFinSent;
import org.mptcpscope.core.event.MptcpEvent.FastClosed;
import org.mptcpscope.core.event.MptcpEvent.FellBack;
import org.mptcpscope.core.event.MptcpEvent.JoinRequested;
import org.mptcpscope.core.event.MptcpEvent.JoinRequested.TokenMatch;
import org.mptcpscope.core.model.Addresses;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A known address was advertised with a new port, and nobody tried it.
 *
 * <p>The receiver of such an ADD_ADDR tries to open a subflow to the new port (RFC 8684, section
 * 3.4.1). Ten seconds without a join are a note: limits and policies are not in the capture. Only
 * the initiator, and a host that has joined before, are expected to; the end of the connection
 * excuses.
 */
public final class NewPortNotTried implements Rule {
  private static final long PATIENCE = 10_000_000_000L;

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "new-port-not-tried",
              "ADD-NEW-PORT-IS-TRIED",
              "a known address was advertised with a new port, and nobody tried it",
              Subject.ADD_ADDR)
          .hears(
              AddressAdvertised.class,
              JoinRequested.class,
              FellBack.class,
              FastClosed.class,
              DataFinSent.class);

  private record Wanted(Side owner, InetSocketAddress target) {}

  private final Map<Wanted, AddressAdvertised> wanted = new HashMap<>();
  private final Set<Side> joiners = EnumSet.of(Side.INITIATOR);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new NewPortNotTried();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case AddressAdvertised address
          when address.novelty() == Novelty.OTHER_PORT && !address.hmac().isInvalid() ->
          advertised(address, out);
      case JoinRequested join when join.tokenMatch() == TokenMatch.PEER -> {
        joiners.add(join.by());
        out.met(SPEC.requirement(), new Wanted(join.by().peer(), join.target()));
      }
      case FellBack _, FastClosed _, DataFinSent _ -> out.excuseAll();
      default -> {}
    }
  }

  private void advertised(AddressAdvertised address, Verdicts out) {
    Side owner = address.by();
    int port =
        address.option().hasPort()
            ? address.option().port()
            : address.on().addressOf(owner).getPort();
    InetSocketAddress target = new InetSocketAddress(address.address(), port);
    boolean used =
        address.connection().subflows().stream()
            .anyMatch(subflow -> subflow.addressOf(owner).equals(target));
    if (!used && joiners.contains(owner.peer()) && !Probes.isClosing(address.connection())) {
      Wanted key = new Wanted(owner, target);
      wanted.putIfAbsent(key, address);
      out.expect(SPEC.requirement(), key, address.knownAt().time() + PATIENCE);
    }
  }

  @Override
  public void onAlarm(Object key, long deadline, FrameRef last, Verdicts out) {
    if (key instanceof Wanted missing) {
      AddressAdvertised address = wanted.get(missing);
      out.note(
              SPEC.requirement(),
              address.on(),
              SPEC.message(),
              Fault.of(missing.owner().peer()),
              Evidence.at(address.carrier(), "ADD_ADDR of " + Addresses.text(missing.target())))
          .until(deadline);
    }
  }
}
