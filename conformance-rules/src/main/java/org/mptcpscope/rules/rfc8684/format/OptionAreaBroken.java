package org.mptcpscope.rules.rfc8684.format;

import org.mptcpscope.core.event.Carrier;
import org.mptcpscope.core.event.MptcpEvent;
import org.mptcpscope.core.event.MptcpEvent.OptionMalformed;
import org.mptcpscope.core.model.Subject;
import org.mptcpscope.dissector.Flaw;
import org.mptcpscope.dissector.Octets;
import org.mptcpscope.dissector.mptcp.MptcpOption;
import org.mptcpscope.rules.api.Evidence;
import org.mptcpscope.rules.api.Fault;
import org.mptcpscope.rules.api.Rule;
import org.mptcpscope.rules.api.RuleSpec;
import org.mptcpscope.rules.api.Verdicts;

/**
 * The length octet of an MPTCP option is below 3 or points behind the TCP header.
 *
 * <p>The length counts the kind and the length octet too, and an MPTCP option has at least the
 * octet with its subtype (RFC 8684, section 3). Where the length is not true nobody can tell where
 * the next option begins: receivers drop the rest of the options, and with them the connection's
 * data or close. Nothing else in that segment is judged. A header that the capture cut short and an
 * option area that an option of another kind broke are not reported. If the length is one that its
 * subtype has, the options in front of it have filled the 40 octets of the header (appendix A).
 */
public final class OptionAreaBroken implements Rule {
  private static final String ID = "OPT-LENGTH-INCLUDES-HEADER";
  private static final String SPACE = "OPT-SPACE-40";

  public static final RuleSpec SPEC =
      RuleSpec.of(
              "option-area-broken",
              ID,
              "the length octet of an MPTCP option cannot be true",
              Subject.OPTION)
          .also(SPACE, Subject.OPTION)
          .hears(OptionMalformed.class);

  @Override
  public RuleSpec spec() {
    return SPEC;
  }

  @Override
  public void on(MptcpEvent event, Verdicts out) {
    if (event instanceof OptionMalformed malformed
        && malformed.option().kind() == MptcpOption.KIND
        && malformed.option().flaw().kind() == Flaw.Kind.AREA) {
      judge(malformed.carrier(), malformed.option().octets(), malformed.option().flaw(), out);
    }
  }

  private static void judge(Carrier segment, Octets octets, Flaw flaw, Verdicts out) {
    if (octets.length() < 2) {
      out.violation(
          segment.on(),
          "MPTCP option without a length octet",
          Fault.of(segment.by()),
          Evidence.at(segment, "kind 30 in the last octet of the options"));
      return;
    }
    int length = octets.at(1);
    boolean small = length < 3;
    String caption = small ? "at least 3 are due" : "%d octets are left".formatted(flaw.present());
    Verdicts.Draft draft =
        out.violation(
            segment.on(),
            small
                ? "MPTCP option of length %d".formatted(length)
                : "MPTCP option of length %d runs out of the TCP header".formatted(length),
            Fault.of(segment.by()),
            Evidence.at(segment, "MPTCP option of length %d".formatted(length))
                .octets(octets, 1, 2, caption));
    if (!small && LegalLength.exists(octets, length)) {
      draft.also(SPACE).diagnosis("the length is right: the options do not fit the TCP header");
    }
  }
}
