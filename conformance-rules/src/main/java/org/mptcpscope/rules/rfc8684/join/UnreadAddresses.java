package org.mptcpscope.rules.rfc8684.join;

import java.util.HashSet;
import java.util.Set;
import org.mptcpscope.core.event.MptcpEvent.AddressAdvertised;
import org.mptcpscope.core.event.MptcpEvent.JoinRequested;
import org.mptcpscope.core.event.MptcpEvent.OptionEvent;
import org.mptcpscope.core.event.MptcpEvent.OptionMalformed;
import org.mptcpscope.core.model.Dialect;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.dissector.mptcp.Subtype;

/**
 * Hosts that sent an ADD_ADDR which could not be read: a peer that read it may know addresses and
 * ports of them that the capture does not tell.
 */
final class UnreadAddresses {
  static final String REASON = "an ADD_ADDR of the peer cannot be read";
  private static final int MEMORY = 4096;

  private record Teller(int connection, Side side) {}

  private final Set<Teller> tellers = new HashSet<>();

  void heard(OptionMalformed broken) {
    if (broken.option().subtype() == Subtype.ADD_ADDR) {
      add(broken);
    }
  }

  /**
   * Without the HMAC of version 1, or with a wrong one, it may have lost its end, where a port is,
   * too: what is left of it then looks like an HMAC.
   */
  void heard(AddressAdvertised address) {
    if (address.connection().dialect() == Dialect.V1
        && (!address.option().hasHmac() || address.hmac().isInvalid())) {
      add(address);
    }
  }

  private void add(OptionEvent told) {
    if (tellers.size() < MEMORY) {
      tellers.add(new Teller(told.connection().id(), told.by()));
    }
  }

  /** Whether the host that is joined may have told the target without being understood here. */
  boolean mayTell(JoinRequested join) {
    return tellers.contains(new Teller(join.connection().id(), join.by().peer()));
  }
}
