package org.mptcpscope.rules.rfc8684.address;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.HmacCheck;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.AddressAdvertised;
import org.mptcpscope.core.event.MptcpEvent.AddressEchoed;
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
 * A host believed an ADD_ADDR whose HMAC is wrong.
 *
 * <p>Such an option is dropped without a word (RFC 8684, section 3.4.1): otherwise whoever can send
 * a segment could direct subflows to any host. Believing shows as an echo, or as a join to that
 * address and port, if no genuine ADD_ADDR had named them before and nothing else had told the
 * address. An HMAC that a known wrong computation gives is not counted: a receiver with the same
 * mistake is not fooled by anybody. A warning if the capture was taken at the receiver; else a
 * note.
 */
public final class ForgedAddressAccepted implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "forged-address-accepted",
              "ADD-INVALID-HMAC-IGNORED",
              "ADD_ADDR with a wrong HMAC was believed",
              Subject.ADD_ADDR)
          .hears(AddressAdvertised.class, AddressEchoed.class, JoinRequested.class);

  private record Told(Side owner, int id, InetAddress address) {}

  private final Map<Told, AddressAdvertised> forged = new LinkedHashMap<>();
  private final Set<Told> genuine = new HashSet<>();

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new ForgedAddressAccepted();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case AddressAdvertised address -> advertised(address);
      case AddressEchoed echo -> echoed(echo, out);
      case JoinRequested join when join.tokenMatch() == TokenMatch.PEER && join.copy() == 1 ->
          joined(join, out);
      default -> {}
    }
  }

  private void advertised(AddressAdvertised address) {
    Told told = new Told(address.by(), address.option().addressId(), address.address());
    boolean unexplained = address.hmac().result() == HmacCheck.Result.UNEXPLAINED;
    if (address.hmac().isInvalid() && !unexplained && address.hmac().variant() == null) {
      forged.putIfAbsent(told, address);
    } else {
      genuine.add(told);
    }
  }

  private void echoed(AddressEchoed echo, Verdicts out) {
    Told told = new Told(echo.by().peer(), echo.option().addressId(), echo.address());
    AddressAdvertised original = forged.get(told);
    if (original != null && !genuine.contains(told)) {
      report(echo.carrier(), "ADD_ADDR echo", original, out);
    }
  }

  private void joined(JoinRequested join, Verdicts out) {
    Side owner = join.by().peer();
    InetAddress target = join.target().getAddress();
    boolean known =
        genuine.stream().anyMatch(g -> g.owner() == owner && g.address().equals(target))
            || join.connection().subflows().stream()
                .anyMatch(o -> o != join.on() && o.addressOf(owner).getAddress().equals(target));
    if (known) {
      return;
    }
    forged.values().stream()
        .filter(one -> one.by() == owner && one.address().equals(target))
        .filter(one -> port(one) == join.target().getPort())
        .findFirst()
        .ifPresent(one -> report(join.carrier(), "MP_JOIN SYN to that address", one, out));
  }

  private static int port(AddressAdvertised address) {
    return address.option().hasPort()
        ? address.option().port()
        : address.on().addressOf(address.by()).getPort();
  }

  private static void report(
      Carrier reaction, String shows, AddressAdvertised original, Verdicts out) {
    out.violation(
        reaction.on(),
        "ADD_ADDR of %s with a wrong HMAC was believed"
            .formatted(Addresses.text(original.address())),
        Fault.of(reaction.by()),
        Evidence.at(reaction, shows).and(original.carrier(), "ADD_ADDR with a wrong HMAC"));
  }
}
