package org.mptcpscope.rules.rfc8684.address;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.AddressAdvertised;
import org.mptcpscope.core.model.AddressBook;
import org.mptcpscope.core.model.Addresses;
import org.mptcpscope.core.model.Dialect;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Need;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * An Address ID was given to another address without being removed first.
 *
 * <p>Within a connection an Address ID stands for one address of its sender; to use it for another
 * one the host sends REMOVE_ADDR in between. A new port is no new address. Both options must be
 * genuine: one with a wrong HMAC was changed on the way and is reported as that. Where the capture
 * was not taken at the sender a lost REMOVE_ADDR may explain it, so it is a warning; so is it
 * without keys.
 */
public final class AddressIdReassigned implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "address-id-reassigned",
              "ADD-ID-NAMES-ONE-ADDRESS",
              "an Address ID was given to another address without REMOVE_ADDR",
              Subject.ADD_ADDR)
          .hears(AddressAdvertised.class);

  /** Whose ID. */
  private record Key(Side of, int id) {}

  private final Map<Key, AddressAdvertised> latest = new HashMap<>();

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new AddressIdReassigned();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (!(event instanceof AddressAdvertised address) || address.hmac().isInvalid()) {
      return;
    }
    AddressAdvertised before =
        latest.put(new Key(address.by(), address.option().addressId()), address);
    if (before != null && !before.address().equals(address.address())) {
      judge(before, address, out);
    }
  }

  private static void judge(AddressAdvertised before, AddressAdvertised address, Verdicts out) {
    AddressBook book = address.connection().host(address.by()).addresses();
    Optional<FrameRef> removed = book.removedAt(address.option().addressId());
    boolean inBetween = removed.filter(frame -> before.knownAt().isBefore(frame)).isPresent();
    long apart = address.knownAt().time() - before.knownAt().time();
    boolean ordered = before.on() == address.on() || apart > address.on().grace();
    if (inBetween || !ordered) {
      return;
    }
    int id = address.option().addressId();
    int size = address.option().address().length();
    String now = Addresses.text(address.address());
    String then = Addresses.text(before.address());
    Evidence evidence =
        Evidence.at(address.carrier(), "ADD_ADDR id " + id + ", " + now)
            .octets(address.option().emit(), 4, 4 + size, then + " before")
            .and(before.carrier(), "ADD_ADDR id " + id + ", " + then);
    String message = "Address ID " + id + " was " + then + " before";
    Fault fault = Fault.of(address.by());
    boolean genuine = isGenuine(address) && isGenuine(before);
    boolean atSender = address.connection().quality().vantage(address.on()).isAt(address.by());
    if (genuine && atSender) {
      out.violation(address.on(), message, fault, evidence);
    } else {
      out.warning(SPEC.requirement(), address.on(), message, fault, evidence)
          .reduced(Need.SENDER_SIDE_CAPTURE);
    }
  }

  private static boolean isGenuine(AddressAdvertised address) {
    return address.hmac().isValid() || address.connection().dialect() == Dialect.V0;
  }
}
