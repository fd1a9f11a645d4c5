package org.mptcpscope.rules.rfc6824;

import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.PriorityChanged;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * MP_PRIO of version 0 names an Address ID that its sender never used.
 *
 * <p>The Address ID selects the subflows that use this address of the sender. One that no MP_JOIN
 * or ADD_ADDR named selects nothing; the capture may lack the option that named it.
 */
public final class PrioForUnknownAddressId implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "prio-for-unknown-address-id",
              "PRIO-V0-ADDRESS-ID-KNOWN",
              "MP_PRIO names an Address ID that its sender never used",
              Subject.PRIO)
          .hears(PriorityChanged.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof PriorityChanged change
        && change.option().addressId() > 0
        && !change.connection().host(change.by()).addresses().knows(change.option().addressId())) {
      out.violation(
          change.on(),
          SPEC.message(),
          Fault.of(change.by()),
          Evidence.at(change.carrier(), "MP_PRIO, Address ID " + change.option().addressId())
              .octets(change.option().emit(), 3, 4, "named nowhere before"));
    }
  }
}
