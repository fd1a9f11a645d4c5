package org.mptcpscope.rules.rfc8684.address;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.AddressAdvertised;
import org.mptcpscope.core.event.MptcpEvent.AddressRemoved;
import org.mptcpscope.core.event.MptcpEvent.ConnectionEnded;
import org.mptcpscope.core.model.AddressBook;
import org.mptcpscope.core.model.Addresses;
import org.mptcpscope.core.model.Dialect;
import org.mptcpscope.core.model.Doubt;
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
 * without keys. A REMOVE_ADDR that comes within 5 s after the new address is named: the order was
 * wrong.
 */
public final class AddressIdReassigned implements Rule {
  private static final String ID = "ADD-ID-NAMES-ONE-ADDRESS";
  private static final String REPLACE = "ADD-REPLACE-NEEDS-REMOVE";

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "address-id-reassigned",
              ID,
              "an Address ID was given to another address without REMOVE_ADDR",
              Subject.ADD_ADDR)
          .also(REPLACE, Subject.ADD_ADDR)
          .hears(AddressAdvertised.class, AddressRemoved.class, ConnectionEnded.class);

  private static final long LATE = 5_000_000_000L;

  /** Whose ID. */
  private record Key(Side of, int id) {}

  /** An ID that has two addresses; a late REMOVE_ADDR is still possible. */
  private record Clash(AddressAdvertised before, AddressAdvertised address) {}

  private final Map<Key, AddressAdvertised> latest = new HashMap<>();
  private final Map<Key, Clash> clashes = new LinkedHashMap<>();

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
    switch (event) {
      case AddressAdvertised address when !address.hmac().isInvalid() -> advertised(address, out);
      case AddressRemoved removed -> {
        for (int i = 0; i < removed.option().ids().length(); i++) {
          Clash clash = clashes.remove(new Key(removed.by(), removed.option().ids().at(i)));
          if (clash != null) {
            removedLate(clash, removed, out);
          }
        }
      }
      case ConnectionEnded _ -> {
        clashes.values().forEach(clash -> report(ID, clash, null, out));
        clashes.clear();
      }
      default -> {}
    }
  }

  private void advertised(AddressAdvertised address, Verdicts out) {
    Key key = new Key(address.by(), address.option().addressId());
    AddressAdvertised before = latest.put(key, address);
    if (before == null || before.address().equals(address.address()) || !isClash(before, address)) {
      return;
    }
    Clash clash = new Clash(before, address);
    Clash older = clashes.put(key, clash);
    if (older != null) {
      report(ID, older, null, out);
    }
    out.alarm(address.knownAt().time() + LATE, clash);
  }

  @Override
  public void onAlarm(Object key, long deadline, FrameRef last, Verdicts out) {
    if (key instanceof Clash clash && clashes.values().remove(clash)) {
      report(ID, clash, null, out);
    }
  }

  /** On another subflow the two may have changed places on their way. */
  private static void removedLate(Clash clash, AddressRemoved removed, Verdicts out) {
    long apart = removed.knownAt().time() - clash.address().knownAt().time();
    if (removed.on() == clash.address().on() || apart > removed.on().grace()) {
      report(REPLACE, clash, removed, out);
    } else {
      out.inconclusive(ID, Doubt.REORDERING.word());
    }
  }

  private static boolean isClash(AddressAdvertised before, AddressAdvertised address) {
    AddressBook book = address.connection().host(address.by()).addresses();
    Optional<FrameRef> removed = book.removedAt(address.option().addressId());
    boolean inBetween = removed.filter(frame -> before.knownAt().isBefore(frame)).isPresent();
    long apart = address.knownAt().time() - before.knownAt().time();
    boolean ordered = before.on() == address.on() || apart > address.on().grace();
    return !inBetween && ordered;
  }

  private static void report(String what, Clash clash, AddressRemoved removed, Verdicts out) {
    AddressAdvertised before = clash.before();
    AddressAdvertised address = clash.address();
    int id = address.option().addressId();
    int size = address.option().address().length();
    String now = Addresses.text(address.address());
    String then = Addresses.text(before.address());
    Evidence evidence =
        Evidence.at(address.carrier(), "ADD_ADDR id " + id + ", " + now)
            .octets(address.option().emit(), 4, 4 + size, then + " before")
            .and(before.carrier(), "ADD_ADDR id " + id + ", " + then);
    if (removed != null) {
      evidence = evidence.and(removed.carrier(), "REMOVE_ADDR id " + id + ", too late");
    }
    String message =
        "Address ID %d was %s before%s"
            .formatted(id, then, removed == null ? "" : ", and was removed only later");
    Fault fault = Fault.of(address.by());
    boolean genuine = isGenuine(address) && isGenuine(before);
    boolean atSender = address.connection().quality().vantage(address.on()).isAt(address.by());
    Verdicts.Draft draft =
        genuine && atSender
            ? out.violation(what, address.on(), message, fault, evidence)
            : out.warning(what, address.on(), message, fault, evidence)
                .reduced(Need.SENDER_SIDE_CAPTURE);
    if (removed != null) {
      draft.also(ID);
    }
  }

  private static boolean isGenuine(AddressAdvertised address) {
    return address.hmac().isValid() || address.connection().dialect() == Dialect.V0;
  }
}
