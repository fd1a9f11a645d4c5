package org.mptcpscope.rules.rfc8684.format;

import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.OptionUnknown;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.mptcp.MptcpOption;
import org.mptcpscope.dissector.mptcp.Unknown;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * An MPTCP option has a subtype that the registry does not assign.
 *
 * <p>Values 0x9 to 0xe have no meaning in either version (RFC 8684, section 7.2). A receiver that
 * meets one can only ignore it; a box that does not know it may drop the segment. Subtype 0x8,
 * which version 0 does not have, is not judged here, nor is 0xf, which is for private use.
 */
public final class SubtypeUnassigned implements Rule {
  private static final int FIRST = 0x9;
  private static final int LAST = 0xe;

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "subtype-unassigned",
              "OPT-SUBTYPE-ASSIGNED",
              "an MPTCP option has a subtype that is not assigned",
              Subject.OPTION)
          .hears(OptionUnknown.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof OptionUnknown unknown
        && unknown.option() instanceof Unknown option
        && option.kind() == MptcpOption.KIND
        && option.subtype() >= FIRST
        && option.subtype() <= LAST) {
      Carrier segment = unknown.carrier();
      String subtype = "subtype 0x%x".formatted(option.subtype());
      out.violation(
          segment.on(),
          "MPTCP option with the unassigned " + subtype,
          Fault.of(segment.by()),
          Evidence.at(segment, "MPTCP option, " + subtype)
              .octets(unknown.octets(), 2, 3, "0x9 to 0xe are not assigned"));
    }
  }
}
