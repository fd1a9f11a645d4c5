package org.mptcpscope.rules.rfc6824;

import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.AddressAdvertised;
import org.mptcpscope.core.model.Dialect;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.mptcp.AddAddr;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * An ADD_ADDR of version 0 names an IP version that does not exist.
 *
 * <p>In RFC 6824 the four bits behind the subtype are the IP version, 4 or 6. A length that is not
 * that of this version is left to option-length-wrong. In version 1 these bits are flags.
 */
public final class AddAddrIpVersionWrong implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "add-addr-ip-version-wrong",
              "ADD-V0-IPVER",
              "ADD_ADDR names an IP version that is neither 4 nor 6",
              Subject.ADD_ADDR)
          .hears(AddressAdvertised.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    // An echo is known as one in version 1 only.
    if (!(event instanceof AddressAdvertised address)
        || address.connection().dialect() != Dialect.V0) {
      return;
    }
    AddAddr option = address.option();
    int named = option.ipVersion();
    if (named != 4 && named != 6) {
      int due = option.address().length() == 4 ? 4 : 6;
      out.violation(
          address.on(),
          SPEC.message(),
          Fault.of(address.by()),
          Evidence.at(address.carrier(), "ADD_ADDR, IP version " + named)
              .octets(option.emit(), 2, 3, "IP version " + due + " due"));
    }
  }
}
