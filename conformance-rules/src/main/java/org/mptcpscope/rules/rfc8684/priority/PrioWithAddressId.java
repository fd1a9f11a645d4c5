package org.mptcpscope.rules.rfc8684.priority;

import java.util.List;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.PriorityChanged;
import org.mptcpscope.core.model.Dialect;
import org.mptcpscope.core.model.Need;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.mptcp.MpPrio;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * MP_PRIO has an Address ID, which version 1 removed.
 *
 * <p>In version 0 an MP_PRIO of 4 octets speaks for every subflow of that Address ID; in version 1
 * there are 3 octets, about the subflow that carries them and no other. A receiver of version 1
 * ignores the long form, so nothing changes. With the version unknown, or on a pre-standard
 * connection, this is a note.
 */
public final class PrioWithAddressId implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "prio-with-address-id",
              "PRIO-NO-ADDRESS-ID",
              "MP_PRIO carries an Address ID, which v1 removed",
              Subject.PRIO)
          .hears(PriorityChanged.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (!(event instanceof PriorityChanged change) || change.option().addressId() < 0) {
      return;
    }
    Dialect dialect = change.connection().dialect();
    MpPrio prio = change.option();
    Evidence evidence =
        Evidence.at(
                change.carrier(),
                "MP_PRIO of 4 octets, B=%d, Address ID %d"
                    .formatted(prio.backup() ? 1 : 0, prio.addressId()))
            .octets(prio.emit(), 1, 2, "")
            .octets(prio.emit(), 3, 4, "length 3 in v1; " + meant(change));
    Fault fault = Fault.of(change.by());
    switch (dialect) {
      case V1 -> out.violation(change.on(), SPEC.message(), fault, evidence);
      case UNKNOWN ->
          out.note(
                  SPEC.requirement(),
                  change.on(),
                  "MP_PRIO carries an Address ID, as in version 0",
                  fault,
                  evidence)
              .reduced(Need.SYN_CAPTURED);
      case V1_BIS, V1_KEYED_SYN ->
          out.note(
              SPEC.requirement(),
              change.on(),
              "MP_PRIO carries an Address ID, as before RFC 8684",
              fault,
              evidence);
      case V0 -> {}
    }
  }

  /** What the Address ID would have selected in version 0. */
  private static String meant(PriorityChanged change) {
    int id = change.option().addressId();
    List<Subflow> selected = change.connection().host(change.by()).addresses().subflowsUsing(id);
    if (selected.isEmpty()) {
      return "Address ID " + id + " is on no subflow";
    }
    Subflow one = selected.getFirst();
    return "Address ID " + id + " is subflow " + one.connection().id() + "." + one.id();
  }
}
