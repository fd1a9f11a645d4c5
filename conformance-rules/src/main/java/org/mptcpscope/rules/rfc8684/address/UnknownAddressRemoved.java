package org.mptcpscope.rules.rfc8684.address;

import java.util.HashSet;
import java.util.Set;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.AddressRemoved;
import org.mptcpscope.core.model.AddressBook;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * REMOVE_ADDR names an Address ID that its sender never used.
 *
 * <p>The IDs to remove are those that the sender announced by ADD_ADDR or joined with (RFC 8684,
 * section 3.4.2); 0 is the initial address. A note, since the announcement may not be in the
 * capture, and some hosts remove addresses that they never got to announce. The same ID twice in
 * one list is a note, too.
 */
public final class UnknownAddressRemoved implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "unknown-address-removed",
              "REM-ID-KNOWN",
              "REMOVE_ADDR of an Address ID that was never used",
              Subject.REMOVE_ADDR)
          .hears(AddressRemoved.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (!(event instanceof AddressRemoved removed) || removed.copy() != 1) {
      return;
    }
    Octets ids = removed.option().ids();
    AddressBook book = removed.connection().host(removed.by()).addresses();
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < ids.length(); i++) {
      int id = ids.at(i);
      if (!seen.add(id)) {
        report(removed, i, "REMOVE_ADDR names Address ID %d twice".formatted(id), out);
      } else if (!book.knows(id)) {
        report(removed, i, "REMOVE_ADDR of Address ID %d, never used before".formatted(id), out);
      }
    }
  }

  private static void report(AddressRemoved removed, int place, String message, Verdicts out) {
    Octets octets = removed.option().emit();
    out.note(
        SPEC.requirement(),
        removed.on(),
        message,
        Fault.of(removed.by()),
        Evidence.at(removed.carrier(), "REMOVE_ADDR").octets(octets, 3 + place, 4 + place, ""));
  }
}
