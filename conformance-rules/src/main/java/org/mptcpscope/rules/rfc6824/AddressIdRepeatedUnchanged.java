package org.mptcpscope.rules.rfc6824;

import java.util.HashMap;
import java.util.Map;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.AddressAdvertised;
import org.mptcpscope.core.event.MptcpEvent.AddressAdvertised.Novelty;
import org.mptcpscope.core.model.Dialect;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * An ADD_ADDR of version 0 repeated an Address ID with the port that it had before.
 *
 * <p>A repeated ID must bring a port that is not in use, else the receiver ignores the option (RFC
 * 6824, section 3.4.1). The same section lets hosts refresh what they advertised and send it on all
 * subflows, so a copy on the same subflow is a note, and one on another subflow is nothing.
 */
public final class AddressIdRepeatedUnchanged implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "address-id-repeated-unchanged",
              "ADD-V0-PORT-DIFFERENT",
              "ADD_ADDR repeated an Address ID with the port that it had before",
              Subject.ADD_ADDR)
          .hears(AddressAdvertised.class);

  private record Key(Side by, int id, Subflow on) {}

  private final Map<Key, AddressAdvertised> latest = new HashMap<>();

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new AddressIdRepeatedUnchanged();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (!(event instanceof AddressAdvertised address)
        || address.connection().dialect() != Dialect.V0) {
      return;
    }
    Key key = new Key(address.by(), address.option().addressId(), address.on());
    AddressAdvertised before = latest.put(key, address);
    if (before == null || address.novelty() != Novelty.SAME || address.carrier().retransmission()) {
      return;
    }
    String shows = "ADD_ADDR id " + address.option().addressId();
    out.note(
        SPEC.requirement(),
        address.on(),
        SPEC.message(),
        Fault.of(address.by()),
        Evidence.at(address.carrier(), shows).and(before.carrier(), shows));
  }
}
