package org.mptcpscope.rules.rfc6824;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.AddressAdvertised;
import org.mptcpscope.core.event.MptcpEvent.AddressAdvertised.Novelty;
import org.mptcpscope.core.event.MptcpEvent.JoinRequested;
import org.mptcpscope.core.event.MptcpEvent.JoinRequested.TokenMatch;
import org.mptcpscope.core.model.Addresses;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A host joined an address that had been given an Address ID of another one.
 *
 * <p>A receiver of version 0 drops an ADD_ADDR whose ID stands for another address (RFC 6824,
 * section 3.4.1). A join to the new address shows that it did not, if nothing else had told the
 * address. A note: a REMOVE_ADDR may be missing in the capture.
 */
public final class MisusedAddressIdAccepted implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "misused-address-id-accepted",
              "ADD-V0-MISUSED-ID-IGNORED",
              "an ADD_ADDR with the Address ID of another address was believed",
              Subject.ADD_ADDR)
          .hears(AddressAdvertised.class, JoinRequested.class);

  private record Told(Side owner, InetAddress address) {}

  private final Map<Told, AddressAdvertised> misused = new HashMap<>();
  private final Set<Told> proper = new HashSet<>();

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new MisusedAddressIdAccepted();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case AddressAdvertised address when address.novelty() == Novelty.OTHER_ADDRESS ->
          misused.putIfAbsent(new Told(address.by(), address.address()), address);
      case AddressAdvertised address -> {
        Told told = new Told(address.by(), address.address());
        if (!misused.containsKey(told) || address.novelty() == Novelty.NEW) {
          proper.add(told);
        }
      }
      case JoinRequested join when join.tokenMatch() == TokenMatch.PEER && join.copy() == 1 ->
          judge(join, out);
      default -> {}
    }
  }

  private void judge(JoinRequested join, Verdicts out) {
    Side owner = join.by().peer();
    InetAddress target = join.target().getAddress();
    Told told = new Told(owner, target);
    AddressAdvertised address = misused.get(told);
    boolean known =
        proper.contains(told)
            || join.connection().subflows().stream()
                .anyMatch(o -> o != join.on() && o.addressOf(owner).getAddress().equals(target));
    if (address == null || known) {
      return;
    }
    out.note(
        SPEC.requirement(),
        join.on(),
        "MP_JOIN to %s, advertised with the ID of another address"
            .formatted(Addresses.text(target)),
        Fault.of(join.by()),
        Evidence.at(join.carrier(), "MP_JOIN SYN")
            .and(address.carrier(), "ADD_ADDR id " + address.option().addressId()));
  }
}
