package org.mptcpscope.rules.rfc8684.close;

import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.FastClosed;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A fast close stood on a segment that cannot carry one.
 *
 * <p>RFC 8684 defines the option on an ACK and on a RST; RFC 6824 on an ACK only. On a SYN, or on a
 * segment with neither flag, it has no meaning. On an ACK with payload or FIN it is a note: some
 * receivers accept a fast close on a bare ACK only.
 */
public final class FastCloseMisplaced implements Rule {
  private static final String V0 = "FCLOSE-V0-NOT-ON-RST";

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "fast-close-misplaced",
              "FCLOSE-ONLY-ON-ACK-OR-RST",
              "MP_FASTCLOSE on a segment that cannot carry it",
              Subject.FASTCLOSE)
          .also(V0, Subject.FASTCLOSE)
          .hears(FastClosed.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (!(event instanceof FastClosed close)) {
      return;
    }
    Carrier segment = close.carrier();
    if (segment.isRst()) {
      out.violation(
          V0,
          segment.on(),
          "MP_FASTCLOSE on a RST, which version 0 does not define",
          Fault.of(segment.by()),
          evidence(close, "RST"));
    }
    if (segment.isSyn()) {
      out.violation(
          segment.on(), "MP_FASTCLOSE on a SYN", Fault.of(segment.by()), evidence(close, "SYN"));
    } else if (!segment.isAck() && !segment.isRst()) {
      out.violation(
          segment.on(),
          "MP_FASTCLOSE on a segment with neither ACK nor RST",
          Fault.of(segment.by()),
          evidence(close, "a segment with neither ACK nor RST"));
    } else if (!segment.isRst() && (segment.isFin() || segment.payload() > 0)) {
      String what = segment.isFin() ? "a FIN" : "a segment with payload";
      out.note(
          SPEC.requirement(),
          segment.on(),
          "MP_FASTCLOSE on " + what + ", where some receivers ignore it",
          Fault.of(segment.by()),
          evidence(close, what));
    }
  }

  private static Evidence evidence(FastClosed close, String where) {
    return Evidence.at(close.carrier(), "MP_FASTCLOSE on " + where)
        .octets(close.option().emit(), 0, 4, "");
  }
}
