package org.mptcpscope.rules.rfc8684.format;

import java.util.List;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.OptionEvent;
import org.mptcpscope.core.model.FrameRef;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.mptcp.MptcpOption;
import org.mptcpscope.dissector.mptcp.Subtype;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A segment carries an MPTCP option twice.
 *
 * <p>MP_CAPABLE and MP_JOIN are a step of a handshake, a DSS describes the segment it is on (RFC
 * 8684, section 3): a receiver that meets two can only guess which one counts. Two that differ are
 * a warning for MP_CAPABLE and MP_JOIN, and a note for the other options that a segment needs once.
 * Several ADD_ADDR or REMOVE_ADDR are allowed, and so is any mixture of subtypes. MP_CAPABLE beside
 * MP_JOIN has a rule of its own.
 */
public final class OptionRepeatedInSegment implements Rule {
  private static final String ID = "OPT-ONE-INSTANCE-PER-SEGMENT";

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "option-repeated-in-segment",
              ID,
              "a segment carries an MPTCP option twice",
              Subject.OPTION)
          .hears(OptionEvent.class);

  private FrameRef judged;
  private int subtypes;

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new OptionRepeatedInSegment();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof OptionEvent said && said.carrier().options().size() > 1) {
      said.optional().ifPresent(option -> judge(option.subtype(), said.carrier(), out));
    }
  }

  private void judge(int subtype, Carrier segment, Verdicts out) {
    if (!segment.frame().equals(judged)) {
      judged = segment.frame();
      subtypes = 0;
    }
    if (!isDueOnce(subtype) || (subtypes & 1 << subtype) != 0) {
      return;
    }
    subtypes |= 1 << subtype;
    List<MptcpOption> all =
        segment.options().stream().filter(option -> option.subtype() == subtype).toList();
    if (all.size() < 2) {
      return;
    }
    MptcpOption second = all.get(1);
    String message = "%d times %s in one segment".formatted(all.size(), second.name());
    Fault fault = Fault.of(segment.by());
    Evidence evidence = Evidence.at(segment, message).octets(second.emit(), 0, 2, "the second one");
    if (subtype > Subtype.MP_JOIN) {
      out.note(ID, segment.on(), message, fault, evidence);
    } else if (all.stream().map(MptcpOption::emit).distinct().count() > 1) {
      out.violation(segment.on(), message, fault, evidence);
    }
  }

  private static boolean isDueOnce(int subtype) {
    return subtype >= 0
        && subtype <= Subtype.MP_TCPRST
        && subtype != Subtype.ADD_ADDR
        && subtype != Subtype.REMOVE_ADDR;
  }
}
