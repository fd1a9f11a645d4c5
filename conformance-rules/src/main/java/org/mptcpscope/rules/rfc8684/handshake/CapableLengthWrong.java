package org.mptcpscope.rules.rfc8684.handshake;

import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.CapableSent;
import org.mptcpscope.core.event.MptcpEvent.OptionMalformed;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.Flaw;
import org.mptcpscope.dissector.mptcp.MptcpOption;
import org.mptcpscope.dissector.mptcp.Subtype;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;
import org.mptcpscope.rules.api.Verdicts.Draft;

/**
 * MP_CAPABLE has a length that does not belong to this step of the handshake.
 *
 * <p>The length says which keys the option carries (RFC 8684, section 3.1): in version 1 a SYN has
 * 4 octets and no key, a SYN/ACK 12, the third packet 20, and the first data 22, or 24 with a
 * checksum if checksums were agreed. In version 0 a SYN has 12 octets and every later MP_CAPABLE
 * 20. A host that meets another form falls back to TCP. Options with flag B or a version that is
 * not defined are not judged. Data on the SYN does not change the forms of SYN and SYN/ACK
 * (appendix B.1). An MP_CAPABLE that comes back with the octets of the SYN is a note: a box, or a
 * host without MPTCP, mirrors options. Where flag A of the third packet contradicts the handshake,
 * the checksum is left to that rule.
 */
public final class CapableLengthWrong implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "capable-length-wrong",
              CapableForm.SYN,
              "MP_CAPABLE has a length that does not belong to this step of the handshake",
              Subject.CAPABLE)
          .also(CapableForm.SYN_ACK, Subject.CAPABLE)
          .also(CapableForm.ACK, Subject.CAPABLE)
          .also(CapableForm.DATA, Subject.CAPABLE)
          .also(CapableForm.FORM, Subject.CAPABLE)
          .also(CapableForm.V0_SYN, Subject.CAPABLE)
          .also(CapableForm.FAST_OPEN, Subject.TFO)
          .hears(CapableSent.class, OptionMalformed.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case CapableSent capable when capable.reflected() -> reflected(capable.carrier(), out);
      case CapableSent capable when capable.option().isDefined() ->
          report(CapableForm.of(capable), capable.carrier(), capable.option(), out);
      case OptionMalformed malformed
          when malformed.option().subtype() == Subtype.MP_CAPABLE
              && malformed.option().flaw().kind() == Flaw.Kind.LENGTH ->
          malformed(malformed, out);
      default -> {}
    }
  }

  private static void malformed(OptionMalformed event, Verdicts out) {
    Carrier segment = event.carrier();
    if (event.reflected()) {
      reflected(segment, out);
    } else if (mayBeReflected(event)) {
      out.inconclusive(CapableForm.SYN_ACK, "the SYN, which it may mirror, is not in the capture");
    } else {
      report(CapableForm.of(event.option(), segment), segment, event.option(), out);
    }
  }

  /** The form of a SYN on a SYN/ACK whose SYN was not captured. */
  private static boolean mayBeReflected(OptionMalformed event) {
    Carrier segment = event.carrier();
    int length = event.option().octets().length();
    return segment.isSyn()
        && segment.isAck()
        && (length == 4 || length == 12)
        && Capables.attempt(segment.on()).isEmpty();
  }

  private static void reflected(Carrier segment, Verdicts out) {
    Evidence echo = Evidence.at(segment, "MP_CAPABLE with the octets of the SYN");
    out.note(
        CapableForm.SYN_ACK,
        segment.on(),
        "MP_CAPABLE of the SYN came back",
        Fault.of(segment.by()),
        echo);
  }

  private static void report(CapableForm form, Carrier segment, MptcpOption option, Verdicts out) {
    if (form == null) {
      return;
    }
    String message = "%s of %d octets".formatted(form.what(), option.emit().length());
    Evidence evidence = Evidence.at(segment, message).octets(option.emit(), 1, 2, form.due());
    Draft draft = out.violation(form.id(), segment.on(), message, Fault.of(segment.by()), evidence);
    if (segment.isSyn() && segment.on().handshake().tfo().sent() > 0) {
      draft
          .also(CapableForm.FAST_OPEN)
          .diagnosis("data on the SYN does not change the form of MP_CAPABLE");
    } else if (form.id().equals(CapableForm.SYN) && option.emit().length() == 12) {
      draft.diagnosis("pre-standard version 1: the layout of version 0 under version 1");
    }
  }
}
