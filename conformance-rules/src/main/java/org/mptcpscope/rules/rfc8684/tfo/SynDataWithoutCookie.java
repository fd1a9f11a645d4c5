package org.mptcpscope.rules.rfc8684.tfo;

import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.SynSent;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.mptcp.Subtype;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A SYN with MP_CAPABLE carries data although it has no Fast Open cookie.
 *
 * <p>The first contact asks for a cookie and sends no data yet (RFC 8684, appendix B.1; RFC 7413);
 * a listener must not take the data of whoever cannot show one. A note without any Fast Open
 * option: hosts can be set up to do without cookies.
 */
public final class SynDataWithoutCookie implements Rule {
  private static final String ID = "TFO-NO-DATA-WITH-COOKIE-REQUEST";

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "syn-data-without-cookie",
              ID,
              "a SYN carries data without a Fast Open cookie",
              Subject.TFO)
          .hears(SynSent.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof SynSent syn
        && !syn.answer()
        && syn.carrier().payload() > 0
        && syn.carrier().options().stream()
            .anyMatch(option -> option.subtype() == Subtype.MP_CAPABLE)) {
      Carrier segment = syn.carrier();
      String data = "%d octets of data on the SYN".formatted(segment.payload());
      Fault fault = Fault.of(segment.by());
      if (syn.offers().tfoKind() < 0) {
        out.note(
            ID,
            segment.on(),
            data + " without Fast Open option",
            fault,
            Evidence.at(segment, data));
      } else if (syn.offers().tfoCookie() == 0) {
        out.violation(
            segment.on(),
            data + " that only asks for a cookie",
            fault,
            Evidence.at(segment, data + ", empty cookie"));
      }
    }
  }
}
