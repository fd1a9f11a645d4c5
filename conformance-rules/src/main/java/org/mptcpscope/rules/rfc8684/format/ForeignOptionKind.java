package org.mptcpscope.rules.rfc8684.format;

import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.OptionUnknown;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.mptcp.Subtype;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * Two hosts speak MPTCP under another option kind than 30.
 *
 * <p>All messages of MPTCP travel in the one option that IANA assigned to it (RFC 8684, section 3).
 * Kinds for experiments have other users, so a body that reads as MP_CAPABLE or MP_JOIN proves
 * nothing: it must have a legal length, and the SYN/ACK must answer it in the same kind. A note;
 * the connection is not checked further.
 */
public final class ForeignOptionKind implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "foreign-option-kind",
              "OPT-KIND-30",
              "MPTCP is spoken under another option kind than 30",
              Subject.OPTION)
          .hears(OptionUnknown.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof OptionUnknown unknown && unknown.answers() != null) {
      Carrier answer = unknown.carrier();
      int kind = unknown.octets().at(0);
      String what = unknown.option().subtype() == Subtype.MP_JOIN ? "MP_JOIN" : "MP_CAPABLE";
      out.violation(
          answer.on(),
          "%s under option kind %d, asked for and answered".formatted(what, kind),
          Fault.of(answer.by().peer()),
          Evidence.at(answer, "SYN/ACK with the body of %s in kind %d".formatted(what, kind))
              .octets(unknown.octets(), 0, 1, "30 is the kind of MPTCP")
              .and(unknown.answers(), answer.on(), answer.by().peer(), "SYN in the same kind"));
    }
  }
}
