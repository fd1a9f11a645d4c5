package org.mptcpscope.rules.rfc8684.address;

import java.net.InetAddress;
import java.util.function.Predicate;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.AddressAdvertised;
import org.mptcpscope.core.model.Addresses;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * ADD_ADDR advertises an address at which no host can be reached.
 *
 * <p>The option says where its sender can be contacted (RFC 8684, section 3.4.1). Unspecified,
 * loopback, link-local, multicast and broadcast addresses, IPv4 addresses in the guise of IPv6, and
 * port 0 make no sense there. Loopback and link-local addresses are fine for a connection that runs
 * on such ones. Private addresses are allowed.
 */
public final class ImplausibleAddressAdvertised implements Rule {
  private static final int V4 = 4;

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "implausible-address-advertised",
              "ADD-ADDRESS-PLAUSIBLE",
              "ADD_ADDR of an address at which no host can be reached",
              Subject.ADD_ADDR)
          .hears(AddressAdvertised.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (!(event instanceof AddressAdvertised address) || address.copy() != 1) {
      return;
    }
    String what = address.option().port() == 0 ? "port 0" : flaw(address);
    if (what == null) {
      return;
    }
    int size = address.option().address().length();
    String text = Addresses.text(address.address());
    out.note(
        SPEC.requirement(),
        address.on(),
        "ADD_ADDR of " + text + ": " + what,
        Fault.of(address.by()),
        Evidence.at(address.carrier(), "ADD_ADDR, " + text)
            .octets(address.option().emit(), 4, 4 + size, what));
  }

  /** What is wrong with the address, or null. */
  private static String flaw(AddressAdvertised event) {
    Octets octets = event.option().address();
    InetAddress address = event.address();
    if (octets.length() != V4 && address.getAddress().length == V4) {
      return "an IPv4 address in the guise of IPv6";
    }
    if (address.isAnyLocalAddress() || octets.length() == V4 && octets.at(0) == 0) {
      return "the unspecified address";
    }
    if (address.isMulticastAddress()) {
      return "a multicast address";
    }
    if (octets.length() == V4 && octets.u32(0) == -1) {
      return "the broadcast address";
    }
    if (address.isLoopbackAddress() && !runsOn(event, InetAddress::isLoopbackAddress)) {
      return "a loopback address";
    }
    return address.isLinkLocalAddress() && !runsOn(event, InetAddress::isLinkLocalAddress)
        ? "a link-local address"
        : null;
  }

  private static boolean runsOn(AddressAdvertised event, Predicate<InetAddress> kind) {
    return event.connection().subflows().stream()
        .anyMatch(subflow -> kind.test(subflow.addressOf(event.by()).getAddress()));
  }
}
