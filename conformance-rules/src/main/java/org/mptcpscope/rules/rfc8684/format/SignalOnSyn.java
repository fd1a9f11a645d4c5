package org.mptcpscope.rules.rfc8684.format;

import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.OptionEvent;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.mptcp.Malformed;
import org.mptcpscope.dissector.mptcp.MptcpOption;
import org.mptcpscope.dissector.mptcp.Subtype;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A SYN carries an MPTCP option that is not meant for it.
 *
 * <p>A SYN opens a subflow: MP_CAPABLE or MP_JOIN belong on it (RFC 8684, section 3). DSS,
 * addresses, priorities, failures and closes speak about a subflow that exists, and a host that
 * gets them on a SYN has nothing yet to apply them to. SYN/ACKs and copies of a SYN count alike; a
 * segment with RST beside SYN is nonsense and is passed over, as is an option that cannot be read.
 */
public final class SignalOnSyn implements Rule {
  public static final RuleSpec SPEC =
      RuleSpec.of(
              "signal-on-syn",
              "OPT-SYN-CARRIES-ONLY-INITIATION",
              "a SYN carries an MPTCP option that does not open a subflow",
              Subject.OPTION)
          .hears(OptionEvent.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof OptionEvent said && said.carrier().isSyn() && !said.carrier().isRst()) {
      said.optional()
          .filter(option -> !(option instanceof Malformed))
          .filter(
              option -> option.subtype() >= Subtype.DSS && option.subtype() <= Subtype.MP_TCPRST)
          .ifPresent(option -> report(said.carrier(), option, out));
    }
  }

  private static void report(Carrier segment, MptcpOption option, Verdicts out) {
    String where = segment.isAck() ? "SYN/ACK" : "SYN";
    out.violation(
        segment.on(),
        "%s on a %s".formatted(option.name(), where),
        Fault.of(segment.by()),
        Evidence.at(segment, "%s with %s".formatted(where, option.name()))
            .octets(option.emit(), 2, 3, "belongs on a later segment"));
  }
}
