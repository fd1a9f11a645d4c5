package org.mptcpscope.rules.rfc8684.address;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.AddressAdvertised;
import org.mptcpscope.core.event.MptcpEvent.AddressRemoved;
import org.mptcpscope.core.event.MptcpEvent.JoinRequested;
import org.mptcpscope.core.event.MptcpEvent.JoinRequested.TokenMatch;
import org.mptcpscope.core.model.AddressBook;
import org.mptcpscope.core.model.Addresses;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A host joined an address that its owner had removed.
 *
 * <p>After REMOVE_ADDR the address is not used for new subflows (RFC 8684, section 3.4.2), unless
 * it is advertised again, has another Address ID that was not removed, is the initial address, or
 * its owner itself joined from it later. What was on its way is given a second, and at least a
 * round trip. A warning if the capture was taken at the host that joined, which proves that it got
 * the option; else a note.
 */
public final class JoinToRemovedAddress implements Rule {
  private static final long SECOND = 1_000_000_000L;

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "join-to-removed-address",
              "REM-ADDRESS-NOT-USED-AGAIN",
              "MP_JOIN to an address that its owner had removed",
              Subject.REMOVE_ADDR)
          .hears(AddressRemoved.class, AddressAdvertised.class, JoinRequested.class);

  private record Removed(Side owner, InetAddress address) {}

  private final Map<Removed, AddressRemoved> removals = new HashMap<>();

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new JoinToRemovedAddress();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case AddressRemoved removed when removed.copy() == 1 -> removed(removed);
      case AddressAdvertised address ->
          removals.remove(new Removed(address.by(), address.address()));
      case JoinRequested join when join.tokenMatch() == TokenMatch.PEER && join.copy() == 1 ->
          judge(join, out);
      default -> {}
    }
  }

  private void removed(AddressRemoved removed) {
    AddressBook book = removed.connection().host(removed.by()).addresses();
    Octets ids = removed.option().ids();
    for (int i = 0; i < ids.length(); i++) {
      book.addressOf(ids.at(i))
          .ifPresent(address -> removals.put(new Removed(removed.by(), address), removed));
    }
  }

  private void judge(JoinRequested join, Verdicts out) {
    Side owner = join.by().peer();
    InetAddress target = join.target().getAddress();
    AddressRemoved removed = removals.get(new Removed(owner, target));
    if (removed == null) {
      return;
    }
    boolean stands = !join.connection().host(owner).addresses().idsOf(target).isEmpty();
    long since = join.knownAt().time() - removed.knownAt().time();
    if (stands || since <= Math.max(SECOND, removed.on().grace())) {
      return;
    }
    out.violation(
            join.on(),
            "MP_JOIN to " + Addresses.text(target) + ", which its owner had removed",
            Fault.of(join.by()),
            Evidence.at(join.carrier(), "MP_JOIN SYN").and(removed.carrier(), "REMOVE_ADDR"))
        .triggeredBy(removed.knownAt());
  }
}
