package org.mptcpscope.rules.rfc8684.address;

import java.util.HexFormat;
import org.mptcpscope.core.event.HmacCheck;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.AddressAdvertised;
import org.mptcpscope.core.model.Addresses;
import org.mptcpscope.core.model.Connection;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subflow;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.core.model.Variant;
import org.mptcpscope.dissector.mptcp.AddAddr;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * The HMAC of an ADD_ADDR does not fit.
 *
 * <p>It is the last 64 bits of HMAC-SHA256 over Address ID, address and port (two zero octets if
 * there is none), keyed with both keys, the sender's first. A receiver ignores an address with a
 * wrong one. Known wrong computations are tried and named: the wrong octets of the digest, no port
 * or port 0 in the message. With SHA-1 the option is that of a draft: a note. If the HMAC fits
 * another address of the sender, a box on the path changed the address, as a translator of private
 * addresses does: a warning, unless the capture was taken at the sender.
 */
public final class AddAddrHmacWrong implements Rule {
  private static final String VALID = "ADD-HMAC-VALID";
  private static final String RIGHTMOST = "ADD-HMAC-RIGHTMOST";
  private static final String PORT = "ADD-HMAC-PORT-FIELD";
  private static final String CHANGED = "SEC-ADDR-NOT-CHANGED-IN-FLIGHT";

  public static final RuleSpec SPEC =
      RuleSpec.of("add-addr-hmac-wrong", VALID, "ADD_ADDR has a wrong HMAC", Subject.ADD_ADDR)
          .also(RIGHTMOST, Subject.ADD_ADDR)
          .also(PORT, Subject.ADD_ADDR)
          .also(CHANGED, Subject.ADD_ADDR)
          .hears(AddressAdvertised.class);

  private static final HexFormat HEX = HexFormat.of();

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (!(event instanceof AddressAdvertised address) || !address.hmac().isInvalid()) {
      return;
    }
    HmacCheck check = address.hmac();
    if (check.result() == HmacCheck.Result.UNEXPLAINED) {
      out.inconclusive(VALID, "too many wrong HMACs to tell which were changed on their way");
      return;
    }
    Evidence evidence = evidence(address, check);
    Verdicts.Draft draft = report(address, check.variant(), evidence, out);
    if (check.fits() != null) {
      draft
          .variant(check.variant())
          .diagnosis(
              "the HMAC fits %s; the address was changed after it was made"
                  .formatted(Addresses.text(check.fits())));
    } else if (check.variant() != null) {
      draft.variant(check.variant()).diagnosis(check.variant().sentence());
    }
  }

  private static Verdicts.Draft report(
      AddressAdvertised address, Variant variant, Evidence evidence, Verdicts out) {
    String name = name(address.option());
    Subflow on = address.on();
    Fault fault = Fault.of(address.by());
    String message = "ADD_ADDR of " + name + " has a wrong HMAC";
    return switch (variant) {
      case null -> out.violation(VALID, on, message, fault, evidence);
      case OTHER_HASH ->
          out.note(VALID, on, "ADD_ADDR of " + name + " has the HMAC of a draft", fault, evidence);
      case DIGEST_HEAD, TRUNCATED_TAIL ->
          out.violation(RIGHTMOST, on, message, fault, evidence).also(VALID);
      case PORT_ZERO, PORT_OMITTED -> out.violation(PORT, on, message, fault, evidence).also(VALID);
      case OTHER_ADDRESS ->
          address.connection().quality().vantage(on).isAt(address.by())
              ? out.violation(VALID, on, message, fault, evidence).also(CHANGED)
              : out.violation(
                      CHANGED,
                      on,
                      "ADD_ADDR of " + name + " was changed on its way",
                      fault.or(Fault.Doubted.MIDDLEBOX),
                      evidence)
                  .also(VALID);
      default -> out.violation(VALID, on, message, fault, evidence);
    };
  }

  private static Evidence evidence(AddressAdvertised address, HmacCheck check) {
    AddAddr option = address.option();
    int length = option.emit().length();
    Connection connection = address.connection();
    Subflow initial = connection.initial().orElse(address.on());
    Evidence evidence =
        Evidence.at(
                address.carrier(),
                "ADD_ADDR id %d, %s, HMAC %s"
                    .formatted(option.addressId(), name(option), HEX.toHexDigits(option.hmac())))
            .octets(option.emit(), length - 8, length, check.due() + " due");
    for (Side side : Side.values()) {
      String step = side == Side.LISTENER ? "MP_CAPABLE SYN/ACK, key " : "MP_CAPABLE ACK, key ";
      String key = HEX.toHexDigits(connection.host(side).key().orElse(0));
      evidence =
          evidence.and(connection.host(side).keyKnownAt().orElse(null), initial, side, step + key);
    }
    return evidence;
  }

  /** The address, with its port if the option has one. */
  private static String name(AddAddr option) {
    String address = Addresses.text(option.inetAddress());
    return option.hasPort() ? address + " port " + option.port() : address;
  }
}
