package org.mptcpscope.rules.rfc8684.handshake;

import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.CapableSent;
import org.mptcpscope.core.event.MptcpEvent.OptionMalformed;
import org.mptcpscope.core.model.Connection.Checksums;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.Flaw;
import org.mptcpscope.dissector.mptcp.MpCapable;
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
 * not defined are not judged. An MP_CAPABLE that comes back with the octets of the SYN is a note: a
 * box, or a host without MPTCP, mirrors options. Where flag A of the third packet contradicts the
 * handshake, the checksum is left to that rule.
 */
public final class CapableLengthWrong implements Rule {
  private static final String SYN = "CAP-SYN-LENGTH";
  private static final String SYN_ACK = "CAP-SYNACK-LENGTH";
  private static final String ACK = "CAP-ACK-LENGTH";
  private static final String DATA = "CAP-ACK-DATA-LENGTH";
  private static final String FORM = "CAP-ACK-FORM-MATCHES-PAYLOAD";
  private static final String V0_SYN = "CAP-V0-SYN-LENGTH";

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "capable-length-wrong",
              SYN,
              "MP_CAPABLE has a length that does not belong to this step of the handshake",
              Subject.CAPABLE)
          .also(SYN_ACK, Subject.CAPABLE)
          .also(ACK, Subject.CAPABLE)
          .also(DATA, Subject.CAPABLE)
          .also(FORM, Subject.CAPABLE)
          .also(V0_SYN, Subject.CAPABLE)
          .hears(CapableSent.class, OptionMalformed.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    switch (event) {
      case CapableSent capable when capable.reflected() -> reflected(capable.carrier(), out);
      case CapableSent capable when capable.option().isDefined() -> capable(capable, out);
      case OptionMalformed malformed
          when malformed.option().subtype() == Subtype.MP_CAPABLE
              && malformed.option().flaw().kind() == Flaw.Kind.LENGTH ->
          malformed(malformed, out);
      default -> {}
    }
  }

  private static void malformed(OptionMalformed event, Verdicts out) {
    Carrier segment = event.carrier();
    MptcpOption option = event.option();
    int version = option.emit().at(2) & 0xf;
    if (event.reflected()) {
      reflected(segment, out);
    } else if (segment.isSyn() && segment.isAck()) {
      report(SYN_ACK, "MP_CAPABLE SYN/ACK", "12 due", segment, option, out);
    } else if (segment.isSyn()) {
      syn(version, segment, option, out);
    } else {
      ack(version, segment, option, out);
    }
  }

  private static void capable(CapableSent event, Verdicts out) {
    Carrier segment = event.carrier();
    MpCapable option = event.option();
    if (segment.isSyn()) {
      if (!segment.isAck() && option.length() != (option.version() == 0 ? 12 : 4)) {
        syn(option.version(), segment, option, out);
      }
    } else if (option.version() == 0) {
      if (option.length() != 20) {
        ack(0, segment, option, out);
      }
    } else if (!form(segment, option, out) && option.hasDataLength()) {
      data(event, out);
    }
  }

  private static void syn(int version, Carrier segment, MptcpOption option, Verdicts out) {
    boolean v0 = version == 0;
    Draft draft =
        report(
            v0 ? V0_SYN : SYN,
            "MP_CAPABLE SYN",
            v0 ? "12 in version 0" : "4 in version 1",
            segment,
            option,
            out);
    if (!v0 && option.emit().length() == 12) {
      draft.diagnosis("pre-standard version 1: the layout of version 0 under version 1");
    }
  }

  private static void ack(int version, Carrier segment, MptcpOption option, Verdicts out) {
    String due = version == 0 ? "20 in version 0" : "20, 22 or 24 due";
    report(ACK, "MP_CAPABLE ACK", due, segment, option, out);
  }

  /** Whether the form is wrong for a segment with, or without, payload. */
  private static boolean form(Carrier segment, MpCapable option, Verdicts out) {
    boolean payload = segment.payload() > 0 && segment.ssn() + segment.payload() > 1;
    if (payload == option.hasDataLength() || segment.keepalive()) {
      return false;
    }
    String what = payload ? "MP_CAPABLE on data" : "MP_CAPABLE on a segment without data";
    report(FORM, what, payload ? "22 or 24 with data" : "20 without data", segment, option, out);
    return true;
  }

  private static void data(CapableSent event, Verdicts out) {
    MpCapable option = event.option();
    Checksums checksums = event.connection().checksums();
    boolean agreed = checksums == Checksums.AGREED;
    boolean known = agreed || checksums == Checksums.NOT_AGREED;
    if (known && option.a() == agreed && option.hasChecksum() != agreed) {
      String due = agreed ? "24: checksums were agreed" : "22: checksums were not agreed";
      report(DATA, "MP_CAPABLE with data", due, event.carrier(), option, out);
    }
  }

  private static void reflected(Carrier segment, Verdicts out) {
    Evidence echo = Evidence.at(segment, "MP_CAPABLE with the octets of the SYN");
    out.note(
        SYN_ACK, segment.on(), "MP_CAPABLE of the SYN came back", Fault.of(segment.by()), echo);
  }

  private static Draft report(
      String id, String what, String due, Carrier segment, MptcpOption option, Verdicts out) {
    String message = "%s of %d octets".formatted(what, option.emit().length());
    Evidence evidence = Evidence.at(segment, message).octets(option.emit(), 1, 2, due);
    return out.violation(id, segment.on(), message, Fault.of(segment.by()), evidence);
  }
}
