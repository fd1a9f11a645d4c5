package org.mptcpscope.rules.rfc8684.format;

import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.AddressAdvertised;
import org.mptcpscope.core.event.MptcpEvent.OptionMalformed;
import org.mptcpscope.core.model.Dialect;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.Flaw;
import org.mptcpscope.dissector.mptcp.Malformed;
import org.mptcpscope.dissector.mptcp.MptcpOption;
import org.mptcpscope.dissector.mptcp.Subtype;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * An MPTCP option has a length that its subtype cannot have on such a segment.
 *
 * <p>The length is all that tells the forms of an option apart, so a receiver ignores what has
 * another one: a join fails, an address is not learnt, a reset has no reason. Which lengths there
 * are depends on the version for MP_PRIO and ADD_ADDR; with the version unknown only what is wrong
 * in both is reported. REMOVE_ADDR needs at least one Address ID behind its three octets, and
 * MP_FAIL has all 64 bits of a DSN whatever the rest of the connection uses. NOPs behind an option
 * are padding, not part of it. An MP_JOIN of a SYN that comes back unchanged in the SYN/ACK is a
 * note: a box, or a host without MPTCP, mirrors options. MP_PRIO of 4 octets in version 1, echoes
 * of ADD_ADDR with an HMAC, MP_CAPABLE and DSS have rules of their own.
 */
public final class OptionLengthWrong implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "option-length-wrong",
              "JOIN-SYN-LENGTH",
              "an MPTCP option has a length that its subtype does not have",
              Subject.JOIN)
          .also("JOIN-SYNACK-LENGTH", Subject.JOIN_ANSWER)
          .also("JOIN-ACK-LENGTH", Subject.JOIN_CONFIRMATION)
          .also("PRIO-LENGTH", Subject.PRIO)
          .also("PRIO-V0-LENGTH", Subject.PRIO)
          .also("ADD-LENGTH", Subject.ADD_ADDR)
          .also("ADD-V0-LENGTH", Subject.ADD_ADDR)
          .also("REM-LENGTH", Subject.REMOVE_ADDR)
          .also("FAIL-LENGTH", Subject.FAIL)
          .also("FCLOSE-LENGTH", Subject.FASTCLOSE)
          .also("RST-LENGTH", Subject.RESET_REASON)
          .hears(OptionMalformed.class, AddressAdvertised.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case OptionMalformed malformed when malformed.option().flaw().kind() == Flaw.Kind.LENGTH ->
          malformed(malformed, out);
      case AddressAdvertised address -> advertised(address, out);
      default -> {}
    }
  }

  private static void malformed(OptionMalformed event, Verdicts out) {
    Malformed option = event.option();
    Carrier segment = event.carrier();
    LegalLength legal = LegalLength.of(option, segment, event.connection().dialect());
    if (legal == null) {
      return;
    }
    if (event.reflected()) {
      Evidence echo = Evidence.at(segment, legal.what() + " with the octets of the SYN");
      out.note(
          legal.id(), segment.on(), "MP_JOIN of the SYN came back", Fault.of(segment.by()), echo);
      return;
    }
    report(legal, segment, option, out);
  }

  private static void advertised(AddressAdvertised event, Verdicts out) {
    Dialect dialect = event.connection().dialect();
    LegalLength legal = LegalLength.ofAddAddr(event.option(), dialect);
    if (legal != null) {
      report(legal, event.carrier(), event.option(), out);
    }
  }

  private static void report(LegalLength legal, Carrier segment, MptcpOption option, Verdicts out) {
    int length = option.emit().length();
    String what = "%s of %d octets%s".formatted(legal.what(), length, legal.lacks());
    Verdicts.Draft draft =
        out.violation(
            legal.id(),
            segment.on(),
            what,
            Fault.of(segment.by()),
            Evidence.at(segment, what).octets(option.emit(), 1, 2, legal.due()));
    if (option.subtype() == Subtype.MP_FAIL && length == 8) {
      draft.diagnosis("the length is right for a DSN of 32 bits");
    }
    boolean widePort = option.subtype() == Subtype.ADD_ADDR && (length - 8) % 4 == 0;
    if (option instanceof Malformed && widePort && (length == 12 || length == 24 || length == 32)) {
      draft.diagnosis("the length is right for a port of 4 octets");
    }
  }
}
