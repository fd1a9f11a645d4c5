package org.mptcpscope.rules.rfc8684.join;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.AddressAdvertised;
import org.mptcpscope.core.event.MptcpEvent.JoinAnswered;
import org.mptcpscope.core.event.MptcpEvent.JoinRequested;
import org.mptcpscope.core.event.MptcpEvent.JoinRequested.TokenMatch;
import org.mptcpscope.core.model.Addresses;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A join or an ADD_ADDR uses Address ID 0 for another address than the initial one, or another ID
 * for that one.
 *
 * <p>Both hosts' addresses of the initial subflow have ID 0 without saying so (RFC 8684, section
 * 3.2), so an ADD_ADDR with ID 0 can only repeat that address; REMOVE_ADDR and MP_PRIO name
 * addresses by these IDs. A note, since stacks number their addresses as they like and translators
 * change them.
 */
public final class AddressIdZeroMisused implements Rule {
  private static final String ADVERTISED = "ADD-ID-ZERO-ONLY-INITIAL";
  private static final String ID = "JOIN-ID-ZERO-IS-INITIAL-ADDRESS";

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "address-id-zero-misused",
              ID,
              "Address ID 0 and the initial address do not go together",
              Subject.JOIN)
          .also(ADVERTISED, Subject.ADD_ADDR)
          .hears(JoinRequested.class, JoinAnswered.class, AddressAdvertised.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case JoinRequested join when join.tokenMatch() == TokenMatch.PEER ->
          judge(join.option().addressId(), join.carrier(), join.option().emit(), out);
      case JoinAnswered answer when answer.optional().isPresent() ->
          judge(
              answer.optional().get().addressId(),
              answer.carrier(),
              answer.optional().get().emit(),
              out);
      case AddressAdvertised address
          when address.option().addressId() == 0 && !address.hmac().isInvalid() ->
          advertised(address, out);
      default -> {}
    }
  }

  /** The sender's address on the initial subflow, or null. */
  private static InetAddress initialOf(Carrier segment) {
    return segment
        .on()
        .connection()
        .host(segment.by())
        .addresses()
        .initialAddress()
        .map(InetSocketAddress::getAddress)
        .orElse(null);
  }

  private static void advertised(AddressAdvertised event, Verdicts out) {
    InetAddress initial = initialOf(event.carrier());
    if (initial == null || initial.equals(event.address())) {
      return;
    }
    String text = Addresses.text(event.address());
    Octets octets = event.option().emit();
    out.note(
        ADVERTISED,
        event.on(),
        "ADD_ADDR with Address ID 0 for %s, which is not the initial address".formatted(text),
        Fault.of(event.by()),
        Evidence.at(event.carrier(), "ADD_ADDR, id 0, " + text)
            .octets(octets, 3, 4, "0 is " + Addresses.text(initial)));
  }

  private static void judge(int id, Carrier segment, Octets octets, Verdicts out) {
    InetAddress address = segment.on().addressOf(segment.by()).getAddress();
    InetAddress initial = initialOf(segment);
    if (initial == null || (id == 0) == address.equals(initial)) {
      return;
    }
    String text = Addresses.text(address);
    out.note(
        ID,
        segment.on(),
        id == 0
            ? "Address ID 0 for %s, which is not the initial address".formatted(text)
            : "Address ID %d for the initial address".formatted(id),
        Fault.of(segment.by()),
        Evidence.at(segment, "MP_JOIN, id %d, from %s".formatted(id, text))
            .octets(octets, 3, 4, id == 0 ? "0 is " + Addresses.text(initial) : "0 due"));
  }
}
