package org.mptcpscope.rules.rfc8684.join;

import java.net.InetAddress;
import org.mptcpscope.core.event.MptcpEvent.JoinRequested;
import org.mptcpscope.core.model.AddressBook;
import org.mptcpscope.core.model.Side;

/** What a joiner can know of its peer's addresses from the connection itself. */
final class KnownAddresses {
  private KnownAddresses() {}

  /**
   * Whether the target of a join was seen as an address of its owner before: on a subflow of the
   * connection, in its joins or in an ADD_ADDR. True if the initial subflow was not captured.
   */
  static boolean contain(JoinRequested join) {
    Side owner = join.by().peer();
    AddressBook book = join.connection().host(owner).addresses();
    InetAddress target = join.target().getAddress();
    return book.initialAddress().isEmpty()
        || book.addresses().contains(target)
        || join.connection().subflows().stream()
            .anyMatch(
                other -> other != join.on() && other.addressOf(owner).getAddress().equals(target));
  }
}
