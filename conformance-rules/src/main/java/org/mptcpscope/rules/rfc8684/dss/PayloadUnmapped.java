package org.mptcpscope.rules.rfc8684.dss;

import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.model.MappingTable.Range;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * Data was acknowledged by TCP, and no mapping says where it belongs.
 *
 * <p>Every octet has a mapping that came before it, with it, or not too long after it (RFC 8684,
 * section 3.3.1); without one a receiver can only drop it. Judged when a receive window behind it
 * was acknowledged, or when the subflow is over. Segments without any MPTCP option are a box that
 * took the options out, or a fallback: a note on a joined subflow, and left to the rules on
 * fallback on the first one.
 */
public final class PayloadUnmapped implements Rule {
  private static final String ID = "DSS-PAYLOAD-COVERED-BY-MAPPING";

  public static final RuleSpec SPEC =
      RuleSpec.of("payload-unmapped", ID, "data has no data sequence mapping", Subject.DATA)
          .hears(MptcpEvent.PayloadUnmapped.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof MptcpEvent.PayloadUnmapped data
        && !(data.optionless() && data.on().isInitial())) {
      report(data, out);
    }
  }

  private static void report(MptcpEvent.PayloadUnmapped data, Verdicts out) {
    Carrier segment = data.carrier();
    Range ssns = data.ssns();
    String message = "%d octets of data have no mapping".formatted(ssns.length());
    Fault fault = Fault.of(data.by());
    Evidence evidence =
        Evidence.at(
            segment, "data of ssn %d:%d, without mapping".formatted(ssns.from(), ssns.to()));
    Verdicts.Draft draft =
        data.optionless()
            ? out.note(ID, data.on(), message, fault, evidence)
            : out.violation(data.on(), message, fault, evidence);
    draft.about(data.by(), ssns).until(data.knownAt().time());
  }
}
