package org.mptcpscope.rules.rfc8684.format;

import java.util.EnumSet;
import java.util.Set;
import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.OptionUnknown;
import org.mptcpscope.core.model.Side;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.mptcp.MpExperimental;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * A host uses subtype 0xf, which is set aside for private experiments.
 *
 * <p>It has no format that anybody else could know (RFC 8684, section 7.2; RFC 6824, section 8).
 * Research stacks and some proxies use it on purpose, so this is a note, once for each host of a
 * connection.
 */
public final class PrivateSubtypeUsed implements Rule {
  private static final String ID = "OPT-SUBTYPE-PRIVATE-F";

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "private-subtype-used",
              ID,
              "a host uses the subtype for private experiments",
              Subject.OPTION)
          .hears(OptionUnknown.class);

  private final Set<Side> reported = EnumSet.noneOf(Side.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public Rule fresh() {
    return new PrivateSubtypeUsed();
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof OptionUnknown unknown
        && unknown.option() instanceof MpExperimental
        && reported.add(unknown.by())) {
      Carrier segment = unknown.carrier();
      out.note(
          ID,
          segment.on(),
          "MPTCP option with the private subtype 0xf",
          Fault.of(segment.by()),
          Evidence.at(
                  segment,
                  "MPTCP option of %d octets, subtype 0xf".formatted(unknown.octets().length()))
              .octets(unknown.octets(), 2, 3, "for private use"));
    }
  }
}
