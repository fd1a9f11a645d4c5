package org.mptcpscope.rules.rfc6824;

import java.util.HashMap;
import java.util.Map;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.AddressAdvertised;
import org.mptcpscope.core.event.MptcpEvent.AddressRemoved;
import org.mptcpscope.core.model.Dialect;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * ADD_ADDR and REMOVE_ADDR of one Address ID in less than a round trip, in version 0.
 *
 * <p>Signals on different subflows may overtake each other, and version 0 has no echo: where the
 * order matters a host sends one per round trip (RFC 6824, section 3.4.1). A note.
 */
public final class AddressSignalsTooClose implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "address-signals-too-close",
              "ADD-V0-ONE-PER-RTT",
              "ADD_ADDR and REMOVE_ADDR of one Address ID in less than a round trip",
              Subject.ADD_ADDR)
          .hears(AddressAdvertised.class, AddressRemoved.class);

  private record Key(Side by, int id) {}

  private record Signal(Carrier carrier, boolean removal) {}

  private final Map<Key, Signal> latest = new HashMap<>();

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new AddressSignalsTooClose();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event.connection().dialect() != Dialect.V0) {
      return;
    }
    switch (event) {
      case AddressAdvertised address ->
          sent(address.carrier(), address.option().addressId(), false, out);
      case AddressRemoved removed -> {
        Octets ids = removed.option().ids();
        for (int i = 0; i < ids.length(); i++) {
          sent(removed.carrier(), ids.at(i), true, out);
        }
      }
      default -> {}
    }
  }

  private void sent(Carrier segment, int id, boolean removal, Verdicts out) {
    Signal before = latest.put(new Key(segment.by(), id), new Signal(segment, removal));
    if (before == null
        || before.removal() == removal
        || segment.frame().time() - before.carrier().frame().time() > segment.on().roundTrip()) {
      return;
    }
    out.note(
        SPEC.requirement(),
        segment.on(),
        SPEC.message(),
        Fault.of(segment.by()),
        Evidence.at(segment, removal ? "REMOVE_ADDR" : "ADD_ADDR")
            .and(before.carrier(), removal ? "ADD_ADDR" : "REMOVE_ADDR"));
  }
}
